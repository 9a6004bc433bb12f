/** An order as somebody was shown it. */
export interface ShownOrder {
  readonly id: string
  readonly phase: string
  readonly version: number
}

/** A checkout under one key, and everything that its buyer was told of it. */
export interface Request {
  readonly key: string
  readonly cartId: string
  /** Answers to the checkout itself: an order, or why there is none. */
  readonly answers: { readonly orderId: string | null; readonly codes: readonly string[] }[]
  /** Every sight of the order. */
  readonly shown: ShownOrder[]
  /** Cancellations that were accepted, and refunds, by their id. */
  cancelled: boolean
  readonly refunds: string[]
}

/** Everything that the buyers of a run were told: what the shop is held to. */
export interface Promises {
  readonly requests: readonly Request[]
  /** How often each way of not being answered was met. */
  readonly lost: ReadonlyMap<string, number>
}

/** How many orders buyers were told of. */
export const ordersTold = ({ requests }: Pick<Promises, 'requests'>): number =>
  new Set(requests.flatMap(({ answers }) => answers.flatMap(({ orderId }) => orderId ?? []))).size

/** Where buyers write it down. */
export interface PromiseBook extends Promises {
  open(key: string, cartId: string): Request
  noteLost(why: string): void
}

/** An empty book. */
export function openPromiseBook(): PromiseBook {
  const requests: Request[] = []
  const lost = new Map<string, number>()
  return {
    requests,
    lost,
    open(key, cartId) {
      const request: Request = { key, cartId, answers: [], shown: [], cancelled: false, refunds: [] }
      requests.push(request)
      return request
    },
    noteLost: (why) => void lost.set(why, (lost.get(why) ?? 0) + 1),
  }
}
