/** Has something ended when this process ends, however it does; answers how to call that off. */
export function endWithUs(end: () => void): () => void {
  process.once('exit', end)
  return () => process.off('exit', end)
}

/** Lets a signal end this process by way of its last duties. */
export function endOnSignals(): void {
  process.setMaxListeners(100)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
}
