import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner'
import { parse } from 'graphql'

import { supergraphForPlanning } from '../supergraph/forPlanning.ts'

/** What the planner in JavaScript is asked. */
export interface ApolloQuestion {
  readonly document: string
  readonly operationName: string | null
  readonly labels: readonly string[]
}

/** The planner of `@apollo/query-planner` for a supergraph, protected or not, with `@defer`. */
export async function createApolloAsk(sdl: string): Promise<(question: ApolloQuestion) => QueryPlan> {
  const supergraph = Supergraph.build(supergraphForPlanning(parse(sdl, { noLocation: true })))
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } })
  const schema = supergraph.apiSchema()
  return ({ document, operationName, labels }) => {
    const parsed = parse(document, { noLocation: true })
    const operation = operationFromDocument(schema, parsed, { validate: false, ...(operationName !== null && { operationName }) })
    return planner.buildQueryPlan(operation, { overrideConditions: new Map(labels.map((label) => [label, true])) })
  }
}
