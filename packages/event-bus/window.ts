import type { Queryable } from '@agora/database/transaction.ts'
import type { NewEvent } from '@agora/event-store/event.ts'

import type { BusEvent, EventContext, Handler } from './handlers.ts'

/** How time is cut, and how long a cut waits for what comes late. */
export interface Tumbling {
  /** Each window is so long, and begins where the one before ends; the first at the beginning of 1970, UTC. */
  readonly sizeMs: number
  /** A window takes events until the watermark is so far behind its end. */
  readonly latenessMs: number
}

/** A window of event time: from `start`, before `end`. */
export interface Window {
  readonly start: Date
  readonly end: Date
}

/** The window in which a moment lies. */
export function windowAt(moment: Date, { sizeMs }: Pick<Tumbling, 'sizeMs'>): Window {
  const start = Math.floor(moment.getTime() / sizeMs) * sizeMs
  return { start: new Date(start), end: new Date(start + sizeMs) }
}

/** Whether a window is closed to whoever has seen events up to the watermark. It closes by the time of events alone, so a replay closes it at the same event. */
export const isClosed = ({ end }: Window, watermark: Date | null, { latenessMs }: Pick<Tumbling, 'latenessMs'>): boolean =>
  watermark !== null && watermark.getTime() >= end.getTime() + latenessMs

/** What becomes of an event in, and behind, its window. */
export interface WindowRule<Event extends NewEvent> extends Tumbling {
  /** Adds the event to the state of its window, a row of the consumer's own database. */
  readonly add: (client: Queryable, event: BusEvent<Event>, window: Window) => Promise<void>
  /** The event came after its window had closed, which stays as it is: count it apart, so that it is not lost without a trace. */
  readonly late: (client: Queryable, event: BusEvent<Event>, window: Window) => Promise<void>
}

/**
 * A handler over tumbling windows of event time. State, watermark and place in the partition are written in the transaction of the inbox, so a consumer
 * that dies goes on exactly where it was: each event is added once, or counted late once, and a second run decides as the first.
 */
export function windowed<Event extends NewEvent>(rule: WindowRule<Event>): Handler<Event> {
  return async (client: Queryable, event: BusEvent<Event>, { watermark }: EventContext): Promise<void> => {
    const window = windowAt(event.occurredAt, rule)
    await (isClosed(window, watermark, rule) ? rule.late : rule.add)(client, event, window)
  }
}
