/** Work that runs now and then, and at once when woken. */
export interface WakeableOptions {
  readonly everyMs: number
  readonly run: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/** A loop that never runs twice at a time; a call during a run is answered by another run. */
export interface Wakeable {
  wake(): void
  /** Lets the run in hand end; there is no other. */
  stop(): Promise<void>
}

/** Starts the loop; the first run is one interval away unless it is woken. */
export function wakeable({ everyMs, run, onError }: WakeableOptions): Wakeable {
  let running: Promise<void> | undefined
  let wanted = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const plan = (): void => {
    if (!stopped) timer = setTimeout(wake, everyMs)
  }
  const loop = async (): Promise<void> => {
    do {
      wanted = false
      await run().catch(onError)
    } while (wanted && !stopped)
    running = undefined
    plan()
  }
  const wake = (): void => {
    wanted = true
    if (stopped || running !== undefined) return
    clearTimeout(timer)
    running = loop()
  }
  plan()
  return {
    wake,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
