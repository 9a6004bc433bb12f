import { Kind, parse } from 'graphql'

import { createMemo } from '@agora/security/memo.ts'

const REMEMBERED = 1000
const LONGEST_REMEMBERED = 20_000

/**
 * Tells whether a document holds a mutation, whichever of its operations will be asked for; what is no GraphQL holds none. Verdicts are remembered by
 * text. To be asked about documents within the limits only.
 */
export function createMayChange(): (source: string) => boolean {
  return createMemo({ limit: REMEMBERED, longestKey: LONGEST_REMEMBERED, make: holdsMutation })
}

function holdsMutation(source: string): boolean {
  try {
    const { definitions } = parse(source, { noLocation: true })
    return definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation')
  } catch {
    return false
  }
}
