import { refundableMinor, totalMinor, unreturnedLines } from '../order/amounts.ts'
import type { Order, SagaStep } from '../order/order.ts'

/** One thing to ask of another domain. */
export interface Call {
  readonly step: SagaStep
  /** The refund it belongs to; null for the order as a whole. */
  readonly refundId: string | null
}

const whole = (step: SagaStep): Call => ({ step, refundId: null })

/**
 * The name under which all that is left is given back. What a provider refused stays refused under its name, so whoever has it tried again
 * gives it another; an answer that never came does not change it.
 */
export const returnIdOf = ({ id, refusedReturns }: Pick<Order, 'id' | 'refusedReturns'>): string =>
  refusedReturns === null ? id : `${id}.${refusedReturns + 1}`

/**
 * What makes a repetition harmless: the same call has the same key for ever. A provider keeps what it answered under a key, also a refusal: whoever has a
 * refused capture tried again asks under another.
 */
export function keyOf(order: Pick<Order, 'id' | 'refusedReturns' | 'refusedCaptures'>, { step, refundId }: Call): string {
  const { id, refusedReturns, refusedCaptures } = order
  if (refundId !== null) return `${id}:${step}:${refundId}`
  if (step === 'capture' && refusedCaptures !== null) return `${id}:capture:${refusedCaptures + 1}`
  return step === 'refund' && refusedReturns !== null ? `${id}:refund:${returnIdOf(order)}` : `${id}:${step}`
}

/** Whether there is anything to pay; an order of nothing asks nothing of payments. */
export const needsPayment = (order: Order): boolean => totalMinor(order) > 0n

/** What takes back a step that only goes forward, as far as it is known to have come. */
export function undoOf({ done }: Pick<Order, 'done'>, step: 'capture' | 'commit'): SagaStep {
  if (step === 'capture') return done.includes('capture') ? 'refund' : 'void'
  return done.includes('commit') ? 'restock' : 'release'
}

/** What takes back a sale that was finished: what parts of it have not gone back yet. */
export function undoOfSale(order: Order): SagaStep[] {
  const money: SagaStep[] = needsPayment(order) && refundableMinor(order) > 0n ? ['refund'] : []
  return unreturnedLines(order).length > 0 ? [...money, 'restock'] : money
}

/** The calls to make now; those in one list run together. Forward before the pivot, forward only after it, backward when cancelling. */
export function next(order: Order): Call[] {
  const open = (...steps: readonly SagaStep[]): Call[] => steps.filter((step) => !order.done.includes(step)).map(whole)
  switch (order.phase) {
    case 'PENDING':
      return order.cancelRequested ? [] : open('reserve', ...payments(order, 'authorise')).slice(0, 1)
    case 'CONFIRMED':
      return open(...payments(order, 'capture'), 'commit')
    case 'CANCELLING':
      return open(...order.undo).slice(0, 1)
    case 'COMPLETED':
      return refundCalls(order).slice(0, 1)
    case 'CANCELLED':
    case 'NEEDS_ATTENTION':
      return []
  }
}

const payments = (order: Order, step: SagaStep): SagaStep[] => (needsPayment(order) ? [step] : [])

function refundCalls({ refunds }: Order): Call[] {
  return refunds.flatMap(({ refundId, status }): Call[] => {
    if (status === 'REQUESTED') return [{ step: 'refund', refundId }]
    return status === 'RESTOCKING' ? [{ step: 'restock', refundId }] : []
  })
}
