import type { Order } from '../../../subgraphs/orders/order/order.ts'
import type { Rule, StockFact, Violation } from '../facts/facts.ts'
import { foldFact } from './orderRules.ts'

/** The stock contradicts nothing in itself: sum(movements) = on hand, sum(reservations) = reserved. */
export const stockBooks: Rule = ({ stockFaults }) => stockFaults.map((what) => ({ rule: 'stock books', about: 'products', what }))

const nothing = (orderId: string): StockFact => ({ orderId, held: 0, sold: 0, returned: 0 })

/** What a sale took left the stock exactly once, and nothing else did; nothing is held for an order that is over, or for none. */
export const stock: Rule = ({ orders, stock: facts }) => {
  const moved = new Map(facts.map((fact) => [fact.orderId, fact]))
  const known = new Set(orders.map(({ id }) => id))
  const orphans = facts.filter(({ orderId }) => !known.has(orderId))
  const wrong = orders.flatMap((fact): Violation[] => {
    const order = foldFact(fact)
    const what = order === undefined ? undefined : faultOf(order, moved.get(fact.id) ?? nothing(fact.id))
    return what === undefined ? [] : [{ rule: 'stock', about: fact.id, what: `it is ${order?.phase}, but ${what}` }]
  })
  return [
    ...orphans.map(({ orderId, held, sold }) => ({
      rule: 'stock',
      about: orderId,
      what: `there is no such order, but ${held} are held and ${sold} were sold`,
    })),
    ...wrong,
  ]
}

function faultOf(order: Order, { held, sold, returned }: StockFact): string | undefined {
  const { phase, placed, refunds } = order
  if (phase !== 'COMPLETED' && phase !== 'CANCELLED') return undefined
  if (held > 0) return `${held} pieces are still held`
  if (phase === 'CANCELLED') return sold === returned ? undefined : `${sold} pieces left and ${returned} came back`
  const ordered = placed.lines.reduce((sum, { quantity }) => sum + quantity, 0)
  const back = refunds
    .filter(({ status, restock }) => restock && status === 'REFUNDED')
    .flatMap(({ lines }) => lines)
    .reduce((sum, { quantity }) => sum + quantity, 0)
  if (sold !== ordered) return `${sold} pieces left instead of ${ordered}`
  return returned === back ? undefined : `${returned} pieces came back instead of ${back}`
}
