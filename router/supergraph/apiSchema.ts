import { Supergraph as KnownSupergraph } from '@apollo/federation-internals'
import type { DocumentNode, GraphQLSchema } from 'graphql'

import { supergraphForPlanning } from './forPlanning.ts'

/** What clients of a supergraph may see: without its machinery and without what is `@inaccessible`. Throws, with a sentence, for a supergraph that is none. */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  return KnownSupergraph.build(supergraphForPlanning(supergraph)).apiSchema().toGraphQLJSSchema()
}
