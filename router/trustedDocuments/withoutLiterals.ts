import { Kind, parse, print, visit } from 'graphql'

const MOST_TOKENS = 2000
const LONGEST = 4000

/**
 * A document as a log may hold it: texts and numbers that its writer put in are gone, for they may be anybody's password. Undefined for what is no
 * GraphQL, or too long.
 */
export function withoutLiterals(source: string): string | undefined {
  try {
    const document = parse(source, { noLocation: true, maxTokens: MOST_TOKENS })
    const bare = visit(document, {
      StringValue: (node) => ({ kind: node.kind, value: '' }),
      IntValue: () => ({ kind: Kind.INT, value: '0' }),
      FloatValue: () => ({ kind: Kind.FLOAT, value: '0' }),
    })
    const text = print(bare)
    return text.length > LONGEST ? undefined : text
  } catch {
    return undefined
  }
}
