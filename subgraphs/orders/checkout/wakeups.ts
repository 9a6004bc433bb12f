import type { Handlers } from '@agora/event-bus/handlers.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { wakeProcesses } from './processes.ts'

/** The consumer's name. */
export const WAKEUPS_GROUP = 'orders-wakeups'

/**
 * What happens to a payment is a reason to look at its order at once, and no more: the checkout asks payments itself how things stand, so an
 * event that is lost, late or repeated changes nothing but the time.
 */
export const wakeups: Handlers<PaymentEvent> = {
  'payment.authorised': (client, { data }) => wakeProcesses(client, [data.orderId]),
  'payment.declined': (client, { data }) => wakeProcesses(client, [data.orderId]),
  'payment.refunded': (client, { data }) => wakeProcesses(client, [data.orderId]),
  'payment.refundFailed': (client, { data }) => wakeProcesses(client, [data.orderId]),
}
