import { GraphQLError, GraphQLScalarType } from 'graphql'

/** The scalar DateTime. It is only ever answered: no argument of this subgraph takes one. */
export const dateTime = new GraphQLScalarType<never, string>({
  name: 'DateTime',
  serialize(value) {
    if (value instanceof Date) return value.toISOString()
    throw new GraphQLError('DateTime is answered from a Date')
  },
  parseValue() {
    throw new GraphQLError('DateTime is not taken as an argument')
  },
})
