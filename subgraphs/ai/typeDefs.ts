import { readSchema } from '@agora/subgraph-kit/readSchema.ts'

/** The SDL of this subgraph. Reads no environment. */
export const typeDefs = readSchema(new URL('../../schema/values/federation.graphql', import.meta.url), new URL('./schema/', import.meta.url))
