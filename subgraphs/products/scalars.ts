import { GraphQLScalarType, Kind } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

/** The scalar DateTime, answered from milliseconds since 1970. No argument of this subgraph takes one. */
export const dateTime = new GraphQLScalarType<never, string>({
  name: 'DateTime',
  serialize(value) {
    if (typeof value === 'number') return new Date(value).toISOString()
    throw new TypeError('DateTime is answered from milliseconds')
  },
  parseValue() {
    throw codedError('BAD_USER_INPUT', 'DateTime is not taken as an argument')
  },
})

const notWhole = (): never => {
  throw codedError('BAD_USER_INPUT', 'BigInt is a whole number, written as a string of digits')
}

function wholeText(value: unknown): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && /^-?\d{1,30}$/.test(text) ? text : notWhole()
}

/** The scalar BigInt: decimal digits, taken as a string or as a number that JSON keeps exact. */
export const bigInt = new GraphQLScalarType<string, string>({
  name: 'BigInt',
  serialize: wholeText,
  parseValue: wholeText,
  parseLiteral: (node) => (node.kind === Kind.STRING || node.kind === Kind.INT ? wholeText(node.value) : notWhole()),
})
