import { join } from 'node:path'

import { domains } from '@agora/database/domains.ts'
import { rotateKeys } from '@agora/security/keyFolder.ts'

import { rotateSigningKeys } from '../../subgraphs/users/tokens/signingKeyFiles.ts'

/** Who calls whom: one key folder, `<from>-<to>`, for each edge. The router asks every domain; the rest are internal calls. */
export const edges: readonly string[] = [
  ...domains.map((domain) => `router-${domain}`),
  'orders-products',
  'orders-users',
  'orders-payments',
  'users-orders',
]

/** Keys of one process alone, and how long each is the newest: two are accepted, so what one signed is good for as long again. */
export const ownKeys: Readonly<Record<string, number>> = {
  // Links in mails to the orders of guests.
  'orders-links': 30 * 24 * 3_600_000,
}

/** Where the keys lie. */
export interface KeyPlaces {
  readonly edgeKeys: string
  readonly signingKeys: string
}

/** Sees to it that every edge, and the signing of access tokens, has a key younger than a day. Safe to call often. Answers the ids of new keys. */
export function rotateAll({ edgeKeys, signingKeys }: KeyPlaces, now: Date): readonly string[] {
  const made = edges.map((edge) => rotateKeys(join(edgeKeys, edge), now))
  const own = Object.entries(ownKeys).map(([folder, everyMs]) => rotateKeys(join(edgeKeys, folder), now, everyMs))
  return [...made, ...own, rotateSigningKeys(signingKeys, now)].filter((kid) => kid !== undefined)
}
