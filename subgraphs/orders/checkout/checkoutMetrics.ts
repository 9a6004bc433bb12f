import { DURATION_BUCKETS, type Metrics } from '@agora/metrics/metrics.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { Order } from '../order/order.ts'
import type { Perform } from './participants.ts'

/** What the checkout tells of itself. */
export interface CheckoutMetrics {
  /** An order was written on. */
  decided(order: Order, events: readonly OrderEvent[]): void
  takenOver(count: number): void
  busy(): void
  /** Makes calls that are timed. */
  timed(perform: Perform): Perform
  /** Publishes what is asked for when the page is. */
  watch(read: { readonly inFlight: () => number; readonly parked: () => number }): void
}

/** Registers the metrics of a process. */
export function createCheckoutMetrics(metrics: Metrics): CheckoutMetrics {
  const outcomes = metrics.counter('checkouts_total', 'Checkouts that came to an end, by outcome', ['outcome'])
  const takeovers = metrics.counter('checkout_takeovers_total', 'Checkouts taken over from a runner that was dead or stood still')
  const refusals = metrics.counter('checkouts_busy_total', 'Checkouts refused because too many were in flight')
  const steps = metrics.histogram('checkout_step_seconds', 'Time that a step took, its repetitions included', {
    labels: ['step', 'result'],
    buckets: DURATION_BUCKETS,
  })
  return {
    decided(order, events) {
      for (const { type } of events) {
        if (type === 'order.completed') outcomes.inc({ outcome: 'completed' })
        if (type === 'order.needsAttention') outcomes.inc({ outcome: 'needs_attention' })
        if (type === 'order.cancelled') outcomes.inc({ outcome: outcomeOf(order) })
      }
    },
    takenOver: (count) => takeovers.inc(count),
    busy: () => refusals.inc(),
    timed: (perform) => async (asked) => {
      const began = performance.now()
      const reply = await perform(asked)
      steps.observe({ step: asked.call.step, result: reply.kind }, (performance.now() - began) / 1000)
      return reply
    },
    watch({ inFlight, parked }) {
      metrics.gauge('checkouts_in_flight', 'Orders that this process is driving', inFlight)
      metrics.gauge('checkouts_needing_attention', 'Orders that wait for a person, as last counted', parked)
    },
  }
}

/** A label of few values, whatever codes a provider thinks of. */
function outcomeOf({ cancellation }: Order): string {
  const code = cancellation?.code ?? ''
  const known = ['INSUFFICIENT_STOCK', 'PAYMENT_EXPIRED', 'PAYMENT_UNAVAILABLE', 'STOCK_UNAVAILABLE', 'CUSTOMER', 'STAFF']
  return known.includes(code) ? code.toLowerCase() : 'declined'
}
