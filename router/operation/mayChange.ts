import { Kind, parse } from 'graphql'

import { createBoundedMap } from '@agora/security/boundedMap.ts'

const REMEMBERED = 1000
const LONGEST_REMEMBERED = 20_000

/**
 * Tells whether a document holds a mutation, whichever of its operations will be asked for; what is no GraphQL holds none. Verdicts are remembered by
 * text. To be asked about documents within the limits only.
 */
export function createMayChange(): (source: string) => boolean {
  const verdicts = createBoundedMap<string, { readonly may: boolean }>(REMEMBERED)
  return (source) => {
    const known = verdicts.get(source)
    if (known !== undefined) return known.may
    const may = holdsMutation(source)
    if (source.length <= LONGEST_REMEMBERED) verdicts.set(source, { may })
    return may
  }
}

function holdsMutation(source: string): boolean {
  try {
    const { definitions } = parse(source, { noLocation: true })
    return definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation')
  } catch {
    return false
  }
}
