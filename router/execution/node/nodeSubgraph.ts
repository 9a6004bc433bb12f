import { buildSchema, execute, GraphQLError, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createMemo } from '@agora/security/memo.ts'

import type { AskSubgraph, Subgraph } from '../askSubgraph.ts'
import { createNodeLookup } from './nodeLookup.ts'
import type { NodeType } from './nodeTypes.ts'

const REMEMBERED_DOCUMENTS = 500

/**
 * The subgraph that answers `node` and `nodes` inside the router: it finds out which type an id is of and whether its owner has such a thing
 * for this viewer; every other field is then fetched from the owner by the plan. It sees only operations that the planner wrote.
 */
export function createNodeSubgraph(types: readonly NodeType[], ask: AskSubgraph): Subgraph {
  const schema = buildSchema(`
    type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }
    interface Node { id: ID! }
    ${types.map(({ name }) => `type ${name} implements Node { id: ID! }`).join('\n')}
  `)
  const documentOf = createMemo({ limit: REMEMBERED_DOCUMENTS, make: (query) => parse(query, { noLocation: true }) })
  return async ({ query, variables, operationName }, context) => {
    const find = createNodeLookup(types, (subgraph, request) => ask(subgraph, request, context))
    const rootValue = {
      node: ({ id }: { readonly id: string }) => find([id]).then(([found]) => found ?? null),
      nodes: ({ ids }: { readonly ids: readonly string[] }) => find(ids),
    }
    const { data, errors } = await execute({ schema, document: documentOf(query), rootValue, variableValues: variables, operationName })
    if (errors === undefined) return { data: data ?? null }
    return { data: data ?? null, errors: errors.map((error) => (error.extensions['code'] === undefined ? unexpected(error) : error).toJSON()) }
  }
}

function unexpected(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { path: error.path, extensions: codedError('INTERNAL_SERVER_ERROR', '').extensions })
}
