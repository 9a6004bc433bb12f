import type { Order } from '../order/order.ts'

/** The orders that this process is driving, and who waits for them. */
export interface Hands {
  /** Runs the work with the order in hand. Asked for an order that is in hand already, it waits for that to end first. */
  hold(orderId: string, work: () => Promise<Order | undefined>): Promise<Order | undefined>
  /** The run that is under way; undefined when the order is not in hand. */
  running(orderId: string): Promise<Order | undefined> | undefined
  ids(): string[]
  readonly count: number
  /** Resolves when nothing is in hand. */
  empty(): Promise<void>
}

/** Opens empty hands. */
export function createHands(): Hands {
  const runs = new Map<string, Promise<Order | undefined>>()
  return {
    hold(orderId, work) {
      const before = runs.get(orderId)
      const run = (before === undefined ? work() : before.then(work, work)).finally(() => {
        if (runs.get(orderId) === run) runs.delete(orderId)
      })
      runs.set(orderId, run)
      return run
    },
    running: (orderId) => runs.get(orderId),
    ids: () => [...runs.keys()],
    get count() {
      return runs.size
    },
    async empty() {
      while (runs.size > 0) await Promise.allSettled(runs.values())
    },
  }
}
