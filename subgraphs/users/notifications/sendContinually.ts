import type { Logger } from '@agora/logger/logger.ts'

import type { Sender } from './sender.ts'

const EVERY_MS = 250
/** While the database is away there is nothing to hurry for. */
const AFTER_FAILURE_MS = 2000

/** Sends what is due until it is stopped; stopping waits for what is in hand. */
export function sendContinually(sender: Sender, logger: Logger): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()

  const turn = async (): Promise<void> => {
    const wait = await drain().catch((error: unknown) => {
      logger.warn({ err: error }, 'Messages could not be looked for')
      return AFTER_FAILURE_MS
    })
    if (!stopped) timer = setTimeout(() => (running = turn()), wait)
  }
  const drain = async (): Promise<number> => {
    while (!stopped && (await sender.sendDue()) > 0);
    return EVERY_MS
  }

  running = turn()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
