import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { ConsumerDefinition } from '@agora/worker-kit/workerParts.ts'

import type { DeadLetterEvent } from '../../schema/events/deadLetters.ts'
import type { OrderEvent } from '../../schema/events/orders.ts'
import type { PaymentEvent } from '../../schema/events/payments.ts'
import type { UserEvent } from '../../schema/events/users.ts'
import { wakeProcesses } from './checkout/processes.ts'
import { noteParked, noteResolved } from './deadLetters/noteDeadLetters.ts'
import { fulfilConfirmed, FULFILMENT } from './fulfilment/fulfilConfirmed.ts'
import { noteAccount } from './reports/accounts.ts'
import { countSale } from './reports/minuteSales.ts'

// What orders lives from. Each group goes its own way: one that stands still holds up no other.

/** The checkout waits for a payment: whatever is heard of one has it look at the order, and payments is asked how things stand. */
const checkouts: ConsumerDefinition<PaymentEvent> = {
  group: 'orders-checkouts',
  topics: ['payments'],
  handlers: { 'payment.authorised': look, 'payment.declined': look, 'payment.refunded': look, 'payment.refundFailed': look },
}

function look(client: Queryable, { data }: { readonly data: { readonly orderId: string } }): Promise<void> {
  return wakeProcesses(client, [data.orderId])
}

const fulfilment = (store: EventStore): ConsumerDefinition<OrderEvent> => ({
  group: FULFILMENT,
  topics: ['orders'],
  handlers: { 'order.confirmed': (client: Queryable, event: StoredEvent) => fulfilConfirmed(client, event, store) },
})

/** Whoever looks after the shop sees in the graph what no consumer of any domain could handle. */
const deadLetters: ConsumerDefinition<DeadLetterEvent> = {
  group: 'orders-dead-letters',
  topics: ['dead-letters'],
  handlers: { 'deadLetter.parked': noteParked, 'deadLetter.resolved': noteResolved },
}

/** Windows over the time of events; whoever dies goes on exactly where they were. */
const sales: ConsumerDefinition<OrderEvent> = { group: 'orders-sales', topics: ['orders'], handlers: { 'order.confirmed': countSale } }

/** Reports list accounts that bought nothing, and users alone knows of them. */
const accounts: ConsumerDefinition<UserEvent> = {
  group: 'orders-accounts',
  topics: ['users'],
  handlers: { 'user.registered': noteAccount, 'user.deactivated': noteAccount, 'user.reactivated': noteAccount },
}

/** What orders does with all that `consumes.ts` names. */
export const consumersOf = (store: EventStore) => ({ checkouts, fulfilment: fulfilment(store), deadLetters, sales, accounts }) as const
