import { GraphQLScalarType } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

/**
 * The scalar DateTime: ISO 8601 in UTC, answered from a Date or from milliseconds since 1970. It is only ever answered: as an argument it is refused with
 * BAD_USER_INPUT.
 */
export const dateTime = new GraphQLScalarType<never, string>({
  name: 'DateTime',
  serialize(value) {
    if (value instanceof Date) return value.toISOString()
    if (typeof value === 'number') return new Date(value).toISOString()
    throw new TypeError('DateTime is answered from a Date or from milliseconds')
  },
  parseValue() {
    throw codedError('BAD_USER_INPUT', 'DateTime is not taken as an argument')
  },
})
