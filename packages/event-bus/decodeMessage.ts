import type { EventCatalogue } from '@agora/event-store/event.ts'

import type { IncomingMessage } from './bus.ts'
import { parseEnvelope } from './envelope.ts'
import type { BusEvent } from './handlers.ts'
import { keptFrom, keptUntil } from './retention.ts'

/** What a message turned out to be: an event to handle, something to pass by, or something that no attempt will mend. */
export type Decoded =
  | { readonly kind: 'event'; readonly message: IncomingMessage; readonly event: BusEvent }
  | { readonly kind: 'skip'; readonly message: IncomingMessage; readonly type: string }
  | { readonly kind: 'broken'; readonly message: IncomingMessage; readonly event: BusEvent | undefined; readonly error: string }

/** What decoding needs to know. */
export interface Decoding {
  readonly catalogue: EventCatalogue
  readonly handles: (type: string) => boolean
  /** Null: the age of an event does not matter. */
  readonly now: Date | null
}

/**
 * Reads a message, without any effect. A type without a handler is passed by before its version or shape is looked at; one that nobody here knows is
 * broken: whoever tells of it is newer than this process, and what its successor would do with it must not be lost.
 */
export function decodeMessage(message: IncomingMessage, { catalogue, handles, now }: Decoding): Decoded {
  const parsed = parseEnvelope(message.value)
  if (!parsed.ok) {
    const { error } = parsed
    return { kind: 'broken', message, event: undefined, error: `no envelope: ${error.code}${'attribute' in error ? ` ${error.attribute}` : ''}` }
  }
  const { schemaVersion, id, stream, version, type, data: given, metadata, occurredAt } = parsed.value
  const event = { id, stream, version, type, data: given, metadata, occurredAt }
  const broken = (error: string): Decoded => ({ kind: 'broken', message, event, error })
  if (!handles(event.type)) {
    const known = catalogue.topicOf(event.type) !== undefined
    return known ? { kind: 'skip', message, type: event.type } : broken(`events of type ${event.type} are not known here`)
  }
  if (now !== null && event.occurredAt < keptFrom(now)) return broken('older than the retention: nobody can tell whether it was handled')
  if (now !== null && event.occurredAt >= keptUntil(now)) return broken('it happened in a future that is not prepared for')
  const data = catalogue.upcast(event.type, schemaVersion, event.data)
  if (data === undefined) return broken(`version ${schemaVersion} of ${event.type} is not known here`)
  const fault = faultOf(catalogue, event.type, data)
  return fault === undefined ? { kind: 'event', message, event: { ...event, data } } : broken(fault)
}

function faultOf(catalogue: EventCatalogue, type: string, data: unknown): string | undefined {
  try {
    catalogue.check(type, data)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
