import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'

import type { SubgraphAnswer } from '../execution/askSubgraph.ts'
import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { withFederation } from './composeSupergraph.ts'

type Resolver = (source: never, args: never) => unknown

/** A subgraph by hand. */
export interface HandSubgraph {
  readonly sdl: string
  /** Of fields, and `__resolveReference` of entities; objects say their `__typename` themselves. */
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>>
}

/** A way to subgraphs in this process. */
export function handSubgraphs(subgraphs: Readonly<Record<string, HandSubgraph>>): CallSubgraph {
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(withFederation(sdl)), resolvers: resolvers as never }]),
    ]),
  )
  return async ({ subgraph, body }) => {
    const schema = schemas.get(subgraph)
    if (schema === undefined) throw new TypeError(`There is no ${subgraph}`)
    const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables?: Record<string, unknown> }
    return JSON.parse(JSON.stringify(await graphql({ schema, source: query, variableValues: variables }))) as SubgraphAnswer
  }
}
