import { join } from 'node:path'

import { rotateKeys } from '@agora/security/keyFolder.ts'

import { rotateSigningKeys } from '../../subgraphs/users/tokens/signingKeyFiles.ts'

/** Who calls whom: one key folder, `<from>-<to>`, for each edge. */
export const edges = ['router-users', 'router-products', 'router-orders', 'orders-products', 'orders-users'] as const

/** Where the keys lie. */
export interface KeyPlaces {
  readonly edgeKeys: string
  readonly signingKeys: string
}

/** Sees to it that every edge, and the signing of access tokens, has a key younger than a day. Safe to call often. Answers the ids of new keys. */
export function rotateAll({ edgeKeys, signingKeys }: KeyPlaces, now: Date): readonly string[] {
  const made = edges.map((edge) => rotateKeys(join(edgeKeys, edge), now))
  return [...made, rotateSigningKeys(signingKeys, now)].filter((kid) => kid !== undefined)
}
