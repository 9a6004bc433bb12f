import type { Metrics } from '@agora/metrics/metrics.ts'

/** Told of what operations cost, each client of the configuration apart. */
export interface CostMetrics {
  estimated(client: string | undefined, cost: number, result: EstimateResult): void
  actual(client: string | undefined, cost: number, estimated: number): void
  subgraph(subgraph: string, cost: number, result: 'ok' | 'too_expensive'): void
}

/** What became of an estimate: within the limit, beyond it, or it could not be told. */
export type EstimateResult = 'ok' | 'too_expensive' | 'unknown'

const POINTS = [0, 1, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000]
const DIFFERENCES = [-10_000, -1000, -100, -10, -1, 0, 10, 100, 1000, 10_000]

/**
 * The metrics of costs.
 * @param clients whose names are labels; all others are `other`, for anybody may call himself anything.
 */
export function createCostMetrics(metrics: Metrics, clients: readonly string[]): CostMetrics {
  const estimates = metrics.histogram('router_operation_estimated_cost_points', 'What operations were expected to cost.', {
    labels: ['client', 'result'],
    buckets: POINTS,
  })
  const actuals = metrics.histogram('router_operation_actual_cost_points', 'What answers cost.', { labels: ['client'], buckets: POINTS })
  const deltas = metrics.histogram('router_operation_cost_difference_points', 'Estimates less what answers cost.', {
    labels: ['client'],
    buckets: DIFFERENCES,
  })
  const ofSubgraphs = metrics.histogram(
    'router_subgraph_estimated_cost_points',
    'What calls to subgraphs were expected to cost, where there is a limit.',
    {
      labels: ['subgraph', 'result'],
      buckets: POINTS,
    },
  )
  // Each series once: looking labels up costs more than counting.
  const series = (client: string) => {
    const estimate = (result: EstimateResult) => estimates.labels({ client, result })
    const results = { ok: estimate('ok'), too_expensive: estimate('too_expensive'), unknown: estimate('unknown') }
    return { results, actual: actuals.labels({ client }), delta: deltas.labels({ client }) }
  }
  const other = series('other')
  const known = new Map(clients.map((client) => [client, series(client)]))
  const seriesOf = (client: string | undefined) => (client === undefined ? other : (known.get(client) ?? other))
  return {
    estimated: (client, cost, result) => seriesOf(client).results[result].observe(cost),
    actual(client, cost, estimated) {
      const { actual, delta } = seriesOf(client)
      actual.observe(cost)
      delta.observe(estimated - cost)
    },
    subgraph: (subgraph, cost, result) => ofSubgraphs.observe({ subgraph, result }, cost),
  }
}
