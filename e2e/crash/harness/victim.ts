import { setTimeout as sleep } from 'node:timers/promises'

import { startService, type Service, type ServicePlan } from '../../../tools/start/service.ts'

/** A process that can be struck and comes back to its own address. */
export interface Victim {
  readonly name: string
  /** Of the process that runs now; 0 while none does. */
  readonly pid: number
  /** Ends it as a power cut would. Resolves when it is gone. */
  kill(): Promise<void>
  /** Asks it to end in good order; after a while it is killed. */
  terminate(): Promise<void>
  freeze(): void
  thaw(): void
  /** Starts it, again and again until it is ready. */
  start(): Promise<void>
}

const COME_BACK_WITHIN_MS = 300_000
const TRY_AGAIN_MS = 250

/** A process by its plan; it does not run yet. Each of its lives has a log of its own. */
export function createVictim(plan: ServicePlan): Victim {
  let service: Service | undefined
  let life = 0
  const signal = (name: NodeJS.Signals): void => {
    if (service !== undefined) process.kill(service.pid, name)
  }
  const start = async (deadline: number): Promise<void> => {
    life += 1
    try {
      service = await startService({ ...plan, logFile: plan.logFile.replace(/\.log$/, `.${life}.log`) })
    } catch (error) {
      // What it needs may be down as well: an orchestrator would go on trying, too.
      if (performance.now() > deadline) throw error
      await sleep(TRY_AGAIN_MS)
      await start(deadline)
    }
  }
  return {
    name: plan.name,
    get pid() {
      return service?.pid ?? 0
    },
    async kill() {
      signal('SIGKILL')
      await service?.ended
      service = undefined
    },
    async terminate() {
      await service?.stop()
      service = undefined
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    start: () => start(performance.now() + COME_BACK_WITHIN_MS),
  }
}
