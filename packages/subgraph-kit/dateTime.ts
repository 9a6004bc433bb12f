import { GraphQLScalarType } from 'graphql'
import { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'

const instant = z.iso.datetime({ offset: true })

/**
 * The scalar DateTime: ISO 8601. Answered in UTC from a Date or from milliseconds since 1970; taken as an argument with `Z` or an offset, as a Date.
 * Any other argument is refused with BAD_USER_INPUT.
 */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    if (value instanceof Date) return value.toISOString()
    if (typeof value === 'number') return new Date(value).toISOString()
    throw new TypeError('DateTime is answered from a Date or from milliseconds')
  },
  parseValue(value) {
    const given = instant.safeParse(value)
    if (given.success) return new Date(given.data)
    throw codedError('BAD_USER_INPUT', 'A DateTime is ISO 8601 with `Z` or an offset, such as 2026-11-22T09:30:00.000Z')
  },
})
