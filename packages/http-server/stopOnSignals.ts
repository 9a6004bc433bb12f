import type { Logger } from '@agora/logger/logger.ts'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * Ends the process in good order on SIGTERM, on SIGINT, and when the parent that watches it by IPC is gone. Asking again while it
 * stops changes nothing.
 * @returns a function that takes the handlers away.
 */
export function stopOnSignals(stop: () => Promise<void>, logger: Logger): () => void {
  const end = (reason: string): void => {
    forget()
    for (const signal of SIGNALS) process.on(signal, () => undefined)
    logger.info({ reason }, 'Stopping')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  const onSignal = (signal: NodeJS.Signals): void => end(signal)
  const onDisconnect = (): void => end('disconnect')
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
    process.off('disconnect', onDisconnect)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  process.on('disconnect', onDisconnect)
  return forget
}
