import type { Logger } from '@agora/logger/logger.ts'

/** Stops once, in good order, on SIGTERM, SIGINT or when the process that started this one is gone; then ends the process with 0. */
export function stopOnSignals(stop: () => Promise<void>, logger: Logger): void {
  let isStopping = false
  const end = (reason: string): void => {
    if (isStopping) return
    isStopping = true
    logger.info({ reason }, 'Router is leaving')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Router did not leave in good order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', () => end('disconnect'))
}
