import type { Line } from '../reservation/stockCommand.ts'
import type { StockClient } from './stockClient.ts'

interface Order {
  state: 'none' | 'held' | 'sold'
  lines: readonly Line[]
  /** What was sold and has not come back. */
  readonly out: Map<string, number>
}

/** The stock as one would explain it: a number a variant, a state an order, and every key's first answer. */
export interface StockModel extends StockClient {
  /** By variant: on hand and reserved. */
  levels(): ReadonlyMap<string, readonly number[]>
}

/** Makes it with so many pieces of each variant. */
export function createStockModel(pieces: ReadonlyMap<string, number>): StockModel {
  const onHand = new Map(pieces)
  const reserved = new Map([...pieces].map(([id]) => [id, 0]))
  const orders = new Map<string, Order>()
  const answers = new Map<string, { readonly message: string | null; readonly answer: string }>()
  const orderOf = (id: string): Order => orders.get(id) ?? orders.set(id, { state: 'none', lines: [], out: new Map() }).get(id) ?? never()
  const add = (to: Map<string, number>, id: string, by: number) => to.set(id, (to.get(id) ?? 0) + by)
  const once = async (key: string, message: string, effect: () => string): Promise<string> => {
    const known = answers.get(key)
    if (known !== undefined) return known.message === null || known.message === message ? known.answer : 'already_exists'
    const answer = effect()
    answers.set(key, { message, answer })
    return answer
  }
  return {
    reserve: (id, lines) =>
      once(`${id}:reserve`, JSON.stringify(lines), () => {
        if (lines.some(({ variantId, quantity }) => (onHand.get(variantId) ?? 0) - (reserved.get(variantId) ?? 0) < quantity))
          return 'INSUFFICIENT_STOCK'
        for (const { variantId, quantity } of lines) add(reserved, variantId, quantity)
        Object.assign(orderOf(id), { state: 'held', lines })
        return 'ok'
      }),
    commit: (id) =>
      once(`${id}:commit`, '', () => {
        const order = orderOf(id)
        if (order.state !== 'held') return 'NOT_RESERVED'
        order.state = 'sold'
        for (const { variantId, quantity } of order.lines) {
          add(reserved, variantId, -quantity)
          add(onHand, variantId, -quantity)
          add(order.out, variantId, quantity)
        }
        return 'ok'
      }),
    release: (id) =>
      once(`${id}:release`, '', () => {
        if (!answers.has(`${id}:reserve`)) answers.set(`${id}:reserve`, { message: null, answer: 'RELEASED' })
        const order = orderOf(id)
        if (order.state === 'sold') return 'COMMITTED'
        if (order.state === 'held') for (const { variantId, quantity } of order.lines) add(reserved, variantId, -quantity)
        order.state = 'none'
        return 'ok'
      }),
    restock: (id, lines = [], refundId = '') =>
      once(`${id}:restock:${refundId}`, JSON.stringify(lines), () => {
        const { state, out } = orderOf(id)
        if (state !== 'sold') return 'NOT_COMMITTED'
        const back = lines.length > 0 ? lines : [...out].map(([variantId, quantity]) => ({ variantId, quantity }))
        if (back.some(({ variantId, quantity }) => quantity > (out.get(variantId) ?? 0))) return 'TOO_MANY'
        for (const { variantId, quantity } of back) {
          add(out, variantId, -quantity)
          add(onHand, variantId, quantity)
        }
        return 'ok'
      }),
    levels: () => new Map([...onHand].map(([id, there]) => [id, [there, reserved.get(id) ?? 0]])),
  }
}

function never(): never {
  throw new TypeError('What was just set is there')
}
