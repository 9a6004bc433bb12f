import { GraphQLScalarType, Kind } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

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
