import { readSchema } from '@agora/subgraph-kit/readSchema.ts'

const values = (name: string): URL => new URL(`../../schema/values/${name}.graphql`, import.meta.url)

/** The SDL of this subgraph: the value types it takes from the graph's common ones, then its own topics. Reads no environment. */
export const typeDefs = readSchema(
  ...['federation', 'node', 'userError', 'dateTime', 'money', 'page'].map(values),
  new URL('./schema/', import.meta.url),
)
