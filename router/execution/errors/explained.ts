import { GraphQLError } from 'graphql'

import { pathOf, type Fault, type ResponsePath } from '../projection/faults.ts'

/** What becomes of the faults of an answer. */
export interface JudgedFaults {
  readonly errors: readonly GraphQLError[]
  /** Where a value was kept back from whoever asked. */
  readonly denied: readonly ResponsePath[]
}

/**
 * The errors that an answer's faults are. A null that must not be one is no error of its own where a subgraph's error is at that place or below.
 * @param at where what has the faults is in the answer.
 */
export function judgeFaults(faults: readonly Fault[], told: readonly GraphQLError[], at: ResponsePath = []): JudgedFaults {
  if (faults.length === 0) return NONE
  const explained = new Set(told.flatMap(({ path = [] }) => path.map((_, i) => JSON.stringify(path.slice(0, i + 1)))))
  const errors: GraphQLError[] = []
  const denied: ResponsePath[] = []
  for (const fault of faults) {
    const path = [...at, ...pathOf(fault)]
    if (fault.kind === 'denied') denied.push(path)
    else if (fault.kind === 'invalid') errors.push(invalid(path, fault.reason))
    else if (fault.kind === 'missing' && !explained.has(JSON.stringify(path)))
      errors.push(new GraphQLError(`Cannot return null for non-nullable field ${fault.coordinate}.`, { path }))
  }
  return { errors, denied }
}

const NONE: JudgedFaults = { errors: [], denied: [] }

/** The reason may tell the value: it is for the log. */
function invalid(path: ResponsePath, reason: string): GraphQLError {
  return new GraphQLError('A subgraph answered with a value that does not fit its type.', { path, originalError: new Error(reason) })
}
