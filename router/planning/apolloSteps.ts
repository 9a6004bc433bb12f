import { operationFromDocument, Supergraph as KnownSupergraph } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import type { DocumentNode } from 'graphql'

import { supergraphForPlanning } from '../supergraph/forPlanning.ts'
import { translateApolloPlan } from './apolloPlan.ts'
import type { PlanRequest } from './planner.ts'
import type { PlannedSteps } from './plannerOf.ts'
import { readPossibleTypes } from './possibleTypes.ts'

/** Plans with `@apollo/query-planner`, at once and for as long as it takes. Throws where the supergraph cannot be planned for. */
export function createApolloSteps(supergraph: DocumentNode): (request: PlanRequest) => PlannedSteps {
  const known = KnownSupergraph.build(supergraphForPlanning(supergraph))
  const planner = new QueryPlanner(known, { incrementalDelivery: { enableDefer: true } })
  const schema = known.apiSchema()
  const types = readPossibleTypes(supergraph)
  return ({ document, operationName, overrides }) => {
    const operation = operationFromDocument(schema, document, { validate: false, ...(operationName !== undefined && { operationName }) })
    const overrideConditions = new Map([...overrides].map((label) => [label, true]))
    return translateApolloPlan(planner.buildQueryPlan(operation, { overrideConditions }), types)
  }
}
