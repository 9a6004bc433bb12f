import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { stableId } from '@agora/ids/stableId.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { IncomingMessage } from './bus.ts'

/** Where dead letters, requests to try them again and their resolution are published. */
export const DEAD_LETTERS_TOPIC = 'dead-letters'

/** The name under which a domain's relay parks what it cannot publish. */
export const relayName = (source: string): string => `relay-${source}`

const MAX_MESSAGE = 65_536
const MAX_ERROR = 500

/** A message that a consumer gives up on. */
export interface DeadLetter {
  readonly consumer: string
  readonly message: Pick<IncomingMessage, 'topic' | 'value' | 'createdAt'>
  /** What is known of the event; undefined when not even that could be read. */
  readonly event: { readonly id: string; readonly type: string; readonly metadata: EventMetadata } | undefined
  readonly error: string
  readonly attempts: number
}

/** The same message of the same consumer is the same dead letter, however often it is parked. */
export const deadLetterId = ({ consumer, message, event }: DeadLetter): string =>
  stableId('DeadLetter', `${consumer} ${event?.id ?? `${message.topic} ${message.value}`}`, message.createdAt.getTime())

/** What JSON in PostgreSQL can hold: no NUL, no half of a pair. */
const storable = (text: string, length: number): string => text.slice(0, length).replaceAll('\0', '\uFFFD').toWellFormed()

/** Appends `deadLetter.parked` to the domain's own store; says whether it was not parked before. Part of the caller's transaction. */
export async function park(client: Queryable, store: EventStore, letter: DeadLetter): Promise<boolean> {
  const { consumer, message, event, error, attempts } = letter
  const id = deadLetterId(letter)
  await lock(client, id)
  if ((await store.read(client, id, { limit: 1 })).length > 0) return false
  const data = {
    deadLetterId: id,
    consumer,
    topic: message.topic,
    eventId: event?.id ?? null,
    eventType: event?.type ?? null,
    message: storable(message.value, MAX_MESSAGE),
    error: storable(error, MAX_ERROR),
    attempts,
  }
  await store.append(client, [{ stream: id, expectedVersion: 0, events: [{ type: 'deadLetter.parked', data }] }], causeOf(letter, id))
  return true
}

function causeOf({ consumer, event }: DeadLetter, id: string): EventMetadata {
  return { correlationId: event?.metadata.correlationId ?? id, causationId: event?.id ?? null, actor: consumer }
}

/** What another attempt came to. */
export type Redriven = { readonly ok: true } | { readonly ok: false; readonly error: string; readonly attempts: number }

/** The letter as it was parked; undefined when this store never parked it, or its message has been handled since. Holds it until the transaction ends. */
export async function holdParked(client: Queryable, store: EventStore, id: string): Promise<ParkedLetter | undefined> {
  await lock(client, id)
  const events = await store.read(client, id)
  const last = events.at(-1)
  if (last === undefined || last.type !== 'deadLetter.parked') return undefined
  return { id, version: last.version, data: last.data as ParkedLetter['data'] }
}

/** A letter that waits in the store that parked it. */
export interface ParkedLetter {
  readonly id: string
  readonly version: number
  readonly data: Readonly<Record<'consumer' | 'topic' | 'message', string>> & { readonly attempts: number }
}

/** Appends what came of another attempt: resolved, or parked again. */
export async function conclude(client: Queryable, store: EventStore, outcome: Conclusion): Promise<void> {
  const { letter, result, metadata } = outcome
  const event = result.ok
    ? { type: 'deadLetter.resolved', data: { deadLetterId: letter.id, consumer: letter.data.consumer } }
    : {
        type: 'deadLetter.parked',
        data: { ...letter.data, error: storable(result.error, MAX_ERROR), attempts: letter.data.attempts + result.attempts },
      }
  await store.append(client, [{ stream: letter.id, expectedVersion: letter.version, events: [event] }], metadata)
}

/** How another attempt ended, and who asked for it. */
export interface Conclusion {
  readonly letter: ParkedLetter
  readonly result: Redriven
  readonly metadata: EventMetadata
}

/** What a person asks for. */
export interface RedriveRequest {
  readonly deadLetterId: string
  readonly consumer: string
  readonly topic: string
  readonly message: string
}

/**
 * Appends the request that a consumer tries a message again, in a stream of its own: the letter's stream belongs to the store that parked it. Call it in
 * the store of whoever shows dead letters.
 */
export async function requestRedrive(
  client: Queryable,
  store: EventStore,
  wanted: { request: RedriveRequest; metadata: EventMetadata },
): Promise<void> {
  const { request, metadata } = wanted
  const events = [{ type: 'deadLetter.redriveRequested', data: request }]
  await store.append(client, [{ stream: newId('DeadLetter'), expectedVersion: 0, events }], metadata)
}

/** Nobody locks a row: the letter's stream is all there is of it. */
async function lock(client: Queryable, id: string): Promise<void> {
  await client.query({ name: 'dead letter lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values: [id] })
}
