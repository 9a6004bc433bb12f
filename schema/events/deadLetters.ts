import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { id, reason } from './fields.ts'

/** What becomes of messages that a consumer could not handle. Every domain appends these to its own store; orders shows them all. */
export const deadLetterEvents = {
  'deadLetter.parked': defineEvent('deadLetter.parked', 'dead-letters', {
    meaning: 'A consumer gave up on a message and went on with the next.',
    data: z.object({
      deadLetterId: id,
      consumer: z.string().max(100),
      topic: z.string().max(100),
      eventId: z.string().max(100).nullable(),
      eventType: z.string().max(100).nullable(),
      /** The message as it came, cut at 64 kB. */
      message: z.string().max(65_536),
      error: reason,
      attempts: z.int().min(1),
    }),
  }),
  'deadLetter.redriveRequested': defineEvent('deadLetter.redriveRequested', 'dead-letters', {
    meaning: 'A person wants the consumer to try the message again.',
    data: z.object({ deadLetterId: id, consumer: z.string().max(100), topic: z.string().max(100), message: z.string().max(65_536) }),
  }),
  'deadLetter.resolved': defineEvent('deadLetter.resolved', 'dead-letters', {
    meaning: 'The consumer has handled the message after all.',
    data: z.object({ deadLetterId: id, consumer: z.string().max(100) }),
  }),
} as const

/** An event of a message that could not be handled. */
export type DeadLetterEvent = EventOf<typeof deadLetterEvents>
