import { setTimeout as sleep } from 'node:timers/promises'

import type { Batch, EventBus } from '@agora/event-bus/bus.ts'

const STEP_MS = 500

/** The bus, with each batch of whoever subscribes held back for as long as `lagMs` says. For development: it shows what lag looks like. */
export function lagBehind(bus: EventBus, lagMs: () => number): EventBus {
  return {
    identity: () => bus.identity(),
    ensureTopics: (topics) => bus.ensureTopics(topics),
    publish: (messages) => bus.publish(messages),
    close: () => bus.close(),
    async subscribe(options) {
      const stopping = new AbortController()
      const handle = async (batch: Batch): Promise<void> => {
        await waitOut(batch, lagMs, stopping.signal)
        await options.handle(batch)
      }
      const { lag, stop } = await bus.subscribe({ ...options, handle })
      return {
        lag,
        stop: () => {
          stopping.abort()
          return stop()
        },
      }
    },
  }
}

/** Waits in steps: the bus hears that the consumer lives, and a lag that was shortened meanwhile ends. Rejects when the batch is taken away. */
export async function waitOut({ signal, heartbeat }: Pick<Batch, 'signal' | 'heartbeat'>, lagMs: () => number, stopping: AbortSignal): Promise<void> {
  const since = performance.now()
  for (;;) {
    const left = lagMs() - (performance.now() - since)
    if (left <= 0) return
    await heartbeat().catch(() => undefined)
    await sleep(Math.min(left, STEP_MS), undefined, { signal: AbortSignal.any([stopping, signal]) })
  }
}
