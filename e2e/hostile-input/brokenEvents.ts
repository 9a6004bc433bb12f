import { randomBytes } from 'node:crypto'

import type { EventBus } from '@agora/event-bus/bus.ts'
import { writeEnvelope } from '@agora/event-bus/envelope.ts'
import { newId } from '@agora/ids/typeId.ts'

/** A message that no consumer can handle, and how it is told apart in the letters. */
export interface BrokenMessage {
  readonly what: string
  readonly value: string
  /** Part of the reason that its letters give. */
  readonly reason: string
}

const mark = (): string => randomBytes(8).toString('hex')

/** An envelope of an order that nobody knows, well-formed up to here. */
function envelope(type: string, schemaVersion: number, data: object): string {
  const stream = newId('Order')
  const metadata = { correlationId: mark(), causationId: null, actor: 'somebody' }
  const event = { id: `${stream}/1`, stream, version: 1, type, data, metadata, occurredAt: new Date() }
  return writeEnvelope(event, { source: 'orders', schemaVersion })
}

/** One of each kind. */
export const brokenMessages = (): BrokenMessage[] => [
  { what: 'no JSON', value: `{"specversion": ${mark()}`, reason: 'NOT_JSON' },
  { what: 'another format', value: JSON.stringify({ specversion: '0.3', mark: mark() }), reason: 'UNSUPPORTED_SPECVERSION' },
  { what: 'no type', value: envelope('order.confirmed', 1, {}).replace('"type":', '"kind":'), reason: 'MISSING type' },
  { what: 'an id of another stream', value: envelope('order.confirmed', 1, {}).replace('/1"', '/7"'), reason: 'ID_CONTRADICTS_SEQUENCE' },
  { what: 'a future version', value: envelope('order.confirmed', 99, {}), reason: 'version 99 of order.confirmed is not known here' },
  { what: 'data of another shape', value: envelope('order.confirmed', 1, { lines: 'none' }), reason: 'order.confirmed' },
  { what: 'a type that nobody knows', value: envelope('order.teleported', 1, {}), reason: 'events of type order.teleported are not known here' },
]

/** Puts them on the bus among the events of orders. */
export async function publishBroken(bus: EventBus, messages: readonly BrokenMessage[]): Promise<void> {
  await bus.publish(messages.map(({ value }) => ({ topic: 'orders', key: newId('Order'), value, createdAt: new Date() })))
}
