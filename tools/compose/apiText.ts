import { GraphQLSchema, isSpecifiedDirective, lexicographicSortSchema, printSchema } from 'graphql'

/**
 * The clients' view as text: sorted, so that two equal schemas give equal text. Directives that only routers act on, and the types of
 * their arguments (named `spec__Type`), are left out: a client can do nothing with them.
 */
export function apiText(schema: GraphQLSchema): string {
  const config = schema.toConfig()
  const visible = new GraphQLSchema({
    ...config,
    types: config.types.filter(({ name }) => !name.includes('__') || name.startsWith('__')),
    directives: config.directives.filter((directive) => isSpecifiedDirective(directive)),
  })
  return `${printSchema(lexicographicSortSchema(visible)).trim()}\n`
}
