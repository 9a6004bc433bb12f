import { setTimeout as wait } from 'node:timers/promises'

import type { Metrics } from '@agora/metrics/metrics.ts'
import type { GetRoute } from '@agora/rpc/routes.ts'

const READINESS_TIMEOUT_MS = 2000
const CALLERS = ['router']
const json = { 'content-type': 'application/json' }

/** What every internal port shows to the router: `/ready` and `/metrics`. */
export interface InternalGetsOptions {
  readonly name: string
  readonly metrics: Metrics
  readonly readiness: () => Promise<unknown>
  readonly buildVersion: string | undefined
}

/** Makes the two pages. */
export function internalGets({ name, metrics, readiness, buildVersion }: InternalGetsOptions): GetRoute[] {
  const ready: GetRoute = {
    path: '/ready',
    callers: CALLERS,
    answer: async () => {
      const isReady = await answers(readiness)
      return {
        status: isReady ? 200 : 503,
        headers: json,
        body: JSON.stringify({ name, ready: isReady, ...(buildVersion === undefined ? {} : { buildVersion }) }),
      }
    },
  }
  const page: GetRoute = {
    path: '/metrics',
    callers: CALLERS,
    answer: async () => ({ headers: { 'content-type': metrics.registry.contentType }, body: await metrics.text() }),
  }
  return [ready, page]
}

async function answers(readiness: () => Promise<unknown>): Promise<boolean> {
  const checked = Promise.try(readiness).then(
    () => true,
    () => false,
  )
  return Promise.race([checked, wait(READINESS_TIMEOUT_MS, false, { ref: false })])
}
