import type { QueryPlan } from '@graphql-hive/router-query-planner'

/** What the native planner is asked. */
export interface NativeQuestion {
  readonly document: string
  readonly operationName: string | null
  readonly labels: readonly string[]
  /** Of the labels `percent(x)` those hold whose x is above it. */
  readonly percentage: number
}

/** The native planner for a supergraph. It may panic, and then ends the process, whatever anybody catches. */
export async function createNativeAsk(sdl: string): Promise<(question: NativeQuestion) => QueryPlan> {
  const { QueryPlanner } = await import('@graphql-hive/router-query-planner')
  const planner = new QueryPlanner(sdl)
  return ({ document, operationName, labels, percentage }) => planner.plan(document, operationName, new Set(labels), percentage)
}
