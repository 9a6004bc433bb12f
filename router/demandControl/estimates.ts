import type { OperationDefinitionNode } from 'graphql'

import type { Operation } from '../execution/engine.ts'
import type { CostModel } from './costModel.ts'
import { estimateCost, type Estimate } from './estimateCost.ts'

/** What an operation of a client is expected to cost with its variables. */
export type EstimateOperation = (operation: Pick<Operation, 'document' | 'definition' | 'coerced'>) => Estimate

/** Estimates that are worked out once an operation; what a request adds are the variables that say how much is asked for. */
export function createEstimates(model: CostModel, listSize: number): EstimateOperation {
  const known = new WeakMap<OperationDefinitionNode, ReturnType<typeof estimateCost>>()
  return ({ document, definition, coerced }) => {
    let estimate = known.get(definition)
    if (estimate === undefined) known.set(definition, (estimate = estimateCost(model, { document, definition, listSize })))
    return estimate(coerced)
  }
}
