import type { ConsumerDefinition } from '@agora/worker-kit/workerParts.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { countAttempt } from './countAttempts.ts'

const handlers = { 'payment.declined': countAttempt, 'payment.authorised': countAttempt } as const

/** Whether somebody tries one card after another, or a card is tried by one after another. */
export const velocity: ConsumerDefinition<PaymentEvent> = { group: 'payments-velocity', topics: ['payments'], handlers }

/** The types of events that are counted. */
export const countedTypes = Object.keys(handlers)
