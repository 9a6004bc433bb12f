import type { Batch, IncomingMessage } from './bus.ts'
import { DEAD_LETTERS_TOPIC, park, type DeadLetter } from './deadLetters.ts'
import type { BusEvent } from './handlers.ts'
import { advance, receive } from './inbox.ts'
import { outlastOutages, placeAfter, type Processing } from './processing.ts'
import { keptFrom, keptUntil } from './retention.ts'

/** A message, and why it is given up. */
export interface Faulty extends Omit<DeadLetter, 'consumer' | 'message' | 'event'> {
  readonly message: IncomingMessage
  readonly event: BusEvent | undefined
}

/**
 * Parks a message in the domain's own store and marks it as done, in one transaction. A message about a dead letter is not parked in its turn: its
 * letter would be the next message of the same topic, for ever. It is logged and counted, and stands in the store that published it.
 */
export async function parkMessage(processing: Processing, batch: Batch, faulty: Faulty): Promise<void> {
  const { consumer, store, logger, metrics, clock, handlerOf } = processing
  const { message, event, error } = faulty
  // Types that nobody here knows are somebody else's words, and have no end.
  const type = event === undefined || handlerOf(event.type) === undefined ? 'other' : event.type
  const names = { eventId: event?.id, correlationId: event?.metadata.correlationId, topic: message.topic, offset: message.offset, reason: error }
  if (message.topic === DEAD_LETTERS_TOPIC) {
    logger.error(names, 'A message about a dead letter was dropped')
    return metrics?.count(consumer, type, 'dropped')
  }
  const isNew = await outlastOutages(processing, batch, async (client) => {
    const hasMonth = event !== undefined && event.occurredAt >= keptFrom(clock()) && event.occurredAt < keptUntil(clock())
    if (hasMonth) await receive(client, consumer, [event])
    const parked = await park(client, store, { ...faulty, consumer })
    await advance(client, placeAfter(processing, message))
    return parked
  })
  if (!isNew) return metrics?.count(consumer, type, 'duplicate')
  processing.wake()
  logger.error(names, 'A message was parked')
  metrics?.count(consumer, type, 'parked')
}
