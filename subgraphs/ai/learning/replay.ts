import { WINDOW } from './pairs.ts'

/** What an order teaches. */
export interface Sale {
  readonly orderId: string
  readonly buyer: string
  /** Each product once, or more often: it counts once. */
  readonly productIds: readonly string[]
  /** When it happened, which is not when it is heard of. */
  readonly at: Date
}

/** What an order has taught: what was fresh in it, and what that was paired with, oldest first. */
export interface Taught {
  readonly orderId: string
  readonly fresh: readonly string[]
  readonly partners: readonly string[]
}

/** What somebody had bought, and when last. */
export type Bought = ReadonlyMap<string, Date>

/** What a buyer's orders teach, in the order in which they happened: it depends on them and on what was bought before, and not on when they are heard of. */
export function replay(before: Bought, sales: readonly Omit<Sale, 'buyer'>[]): Taught[] {
  const bought = new Map(before)
  return sales.map(({ orderId, productIds, at }) => {
    const here = [...new Set(productIds)].toSorted()
    const fresh = here.filter((id) => !bought.has(id))
    for (const id of here) bought.delete(id)
    const partners = [...bought].toSorted(newestFirst).slice(0, WINDOW)
    for (const id of here) bought.set(id, at)
    return { orderId, fresh, partners: partners.map(([id]) => id).toReversed() }
  })
}

const newestFirst = ([one, at]: readonly [string, Date], [other, then]: readonly [string, Date]): number =>
  then.getTime() - at.getTime() || (one < other ? -1 : 1)
