import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { latestReconciliation, reconcile, type ReconcileParts } from './reconcile.ts'

const DAY_MS = 24 * 3_600_000

/** Payments of so many days are compared: longer than any provider holds money. */
const BACK_DAYS = 10

/** What the job needs beside what a reconciliation needs. */
export interface DailyParts extends ReconcileParts {
  readonly logger: Logger
  readonly metrics: Metrics
}

/**
 * Makes the round that compares books and provider once a day, whoever of the replicas comes first. What the provider tells and was not noted is noted by the handler that
 * webhooks end in as well; what still differs is kept, counted and logged as an error. Comparing twice does no harm.
 */
export function dailyReconciliation(parts: DailyParts): () => Promise<void> {
  const { pool, clock, logger, metrics } = parts
  let differing = 0
  metrics.gauge(
    'payment_reconciliation_differences',
    'Differences between books and provider that the last daily comparison of this process found',
    () => differing,
  )
  return async () => {
    const now = clock()
    const last = await latestReconciliation(pool)
    if (last !== null && now.getTime() - last.finishedAt.getTime() < DAY_MS) return
    const since = new Date(now.getTime() - BACK_DAYS * DAY_MS)
    const { id, compared, differences } = await reconcile(parts, { since, mend: true, actor: 'payments' })
    differing = differences.length
    if (differing > 0) logger.error({ reconciliationId: id, compared, differences: differing }, 'Books and provider differ')
    else logger.info({ reconciliationId: id, compared }, 'Books and provider agree')
  }
}
