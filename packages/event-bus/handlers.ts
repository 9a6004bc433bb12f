import type { Queryable } from '@agora/database/transaction.ts'
import type { NewEvent, StoredEvent } from '@agora/event-store/event.ts'
import type { Logger } from '@agora/logger/logger.ts'

/** An event as a consumer gets it, in the shape of today. */
export type BusEvent<Event extends NewEvent = NewEvent> = StoredEvent<Event>

/** Where an event came from, and how to speak of it. */
export interface EventContext {
  readonly topic: string
  readonly partition: number
  /** The latest moment at which an event happened that the consumer saw before this one, in this partition; null when there was none. */
  readonly watermark: Date | null
  /** Writes lines that carry the event's id and the correlation id of the request it came from. */
  readonly logger: Logger
}

/**
 * Has the effect of one event, in the transaction that also marks it as done: it happens once, or not at all. It may be tried several times, so nothing
 * outside the transaction may happen that must not happen twice. What it throws is tried again, and then parked.
 */
export type Handler<Event extends NewEvent = NewEvent> = (client: Queryable, event: BusEvent<Event>, context: EventContext) => Promise<void>

/** A consumer's handlers by type of event. What has none is skipped. */
export type Handlers<Event extends NewEvent = NewEvent> = {
  readonly [Type in Event['type']]?: Handler<Extract<Event, { readonly type: Type }>>
}

/** Thrown by a handler: trying again would change nothing, so the message is parked at once. */
export class UnprocessableEvent extends Error {
  override readonly name = 'UnprocessableEvent'
}
