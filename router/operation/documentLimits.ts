import { GraphQLError, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createMemo } from '@agora/security/memo.ts'

import { measureDocument, type Measure } from './measureDocument.ts'

/** The bounds of one document. */
export interface DocumentLimits {
  readonly tokens: number
  readonly depth: number
  readonly height: number
  readonly rootFields: number
  readonly aliases: number
  readonly directives: number
}

const REMEMBERED = 2000
const LONGEST_REMEMBERED = 20_000

/**
 * Refuses documents that are larger than is answered, before they are validated: validation compares fields pair by pair, so it is no place to
 * find out. Answers the error to send, or null; a document that is not GraphQL is left to the server's own answer.
 * Verdicts are remembered by text.
 */
export function createDocumentCheck(limits: DocumentLimits): (source: string) => GraphQLError | null {
  return createMemo({ limit: REMEMBERED, longestKey: LONGEST_REMEMBERED, make: (source) => judge(source, limits) })
}

function judge(source: string, limits: DocumentLimits): GraphQLError | null {
  try {
    return judgeMeasure(measureDocument(parse(source, { maxTokens: limits.tokens, noLocation: true })), limits)
  } catch (error) {
    // The parser and the measure descend by recursion: what exhausts the stack is thousands of levels deep.
    if (error instanceof RangeError) return tooDeep(limits)
    const tooMany = error instanceof GraphQLError && error.message.includes(`${limits.tokens} tokens. Parsing aborted`)
    return tooMany ? codedError('MAX_TOKENS_LIMIT', `The document has more than ${limits.tokens} tokens.`, { limit: limits.tokens }) : null
  }
}

function judgeMeasure({ depth, height, rootFields, aliases, directives, fields }: Measure, limits: DocumentLimits): GraphQLError | null {
  const { tokens } = limits
  if (depth > limits.depth) return tooDeep(limits)
  if (aliases > limits.aliases)
    return codedError('MAX_ALIASES_LIMIT', `The operation uses more than ${limits.aliases} aliases.`, { limit: limits.aliases })
  if (directives > limits.directives)
    return codedError('MAX_DIRECTIVES_LIMIT', `The operation uses more than ${limits.directives} directives.`, { limit: limits.directives })
  if (fields > tokens)
    return codedError('MAX_TOKENS_LIMIT', `With its fragments written out, the operation has more than ${tokens} fields.`, { limit: tokens })
  if (rootFields > limits.rootFields)
    return codedError('MAX_ROOT_FIELDS_LIMIT', `The operation has more than ${limits.rootFields} root fields.`, { limit: limits.rootFields })
  if (height > limits.height)
    return codedError('MAX_HEIGHT_LIMIT', `The operation selects more than ${limits.height} fields.`, { limit: limits.height })
  return null
}

function tooDeep({ depth }: DocumentLimits): GraphQLError {
  return codedError('MAX_DEPTH_LIMIT', `The operation is more than ${depth} levels deep.`, { limit: depth })
}
