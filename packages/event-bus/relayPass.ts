import type pg from 'pg'

import type { Queryable } from '@agora/database/transaction.ts'
import type { Position } from '@agora/event-store/event.ts'
import type { Recorded } from '@agora/event-store/eventRow.ts'
import { BEGINNING, type EventStore, type Page } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus, OutgoingMessage } from './bus.ts'
import { park, relayName } from './deadLetters.ts'
import { writeEnvelope } from './envelope.ts'
import { keptFrom } from './retention.ts'

/** A page and the position that it follows. */
export interface PageFrom extends Page {
  readonly from: Position
}

/** What one pass of a relay needs. */
export interface RelayPass {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly bus: EventBus
  readonly source: string
  readonly logger: Logger
  /** The name of its checkpoint: another bus begins anew. */
  readonly reader: string
  readonly batchSize: number
  readonly leaseMs: number
  readonly unknownPatienceMs: number
  readonly clock: () => Date
  /** When an event that cannot be published was first met, by its id. */
  readonly unknownSince: Map<string, number>
  /** What follows the batch that was published last, read while the brokers were answering. */
  ahead: PageFrom | undefined
}

const LOCK = `SELECT pg_try_advisory_xact_lock(hashtext('relay'), hashtext($1)) AS locked`
/** A statement of its own: one that locks as well would see the checkpoint as it was before it had the lock, and publish the batch before once more. */
const CHECKPOINT = `SELECT tx_id::text AS "txId", position::text AS position FROM event_checkpoints WHERE reader = $1`
const ADVANCE = `
  INSERT INTO event_checkpoints (reader, tx_id, position) VALUES ($1, $2::xid8, $3)
  ON CONFLICT (reader) DO UPDATE SET tx_id = excluded.tx_id, position = excluded.position, updated_at = now()`

/**
 * Publishes the next events behind the checkpoint and moves it. The lock is held by a transaction that writes nothing until the brokers have answered, so
 * it stands in nobody's way, and that the server ends when its owner is gone or frozen. Answers whether there is more to do at once.
 */
export async function relayNext(pass: RelayPass): Promise<boolean> {
  const client = await pass.pool.connect()
  let broken: Error | undefined
  try {
    // A checkpoint that a crash of the server loses is published again: no need to wait for the disk.
    await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${pass.leaseMs}; SET LOCAL synchronous_commit = off`)
    const more = await underLock(pass, client)
    await client.query('COMMIT')
    return more
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure))
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function underLock(pass: RelayPass, client: Queryable): Promise<boolean> {
  const lock = await client.query<{ locked: boolean }>({ name: 'relay lock', text: LOCK, values: [pass.reader] })
  if (lock.rows[0]?.locked !== true) return false
  const checkpoint = await client.query<Position>({ name: 'relay checkpoint', text: CHECKPOINT, values: [pass.reader] })
  const isFirst = checkpoint.rows[0] === undefined
  const position = checkpoint.rows[0] ?? (await passOverOld(pass, client))
  const page = await nextPage(pass, client, position)
  if (page.events.length === 0) return false
  const { done, last } = await dealWith(pass, client, { page, isFirst })
  if (last !== undefined) await advance(pass, client, last.at)
  return done && page.events.length === pass.batchSize
}

async function advance({ reader }: RelayPass, client: Queryable, { txId, position }: Position): Promise<void> {
  await client.query({ name: 'relay advance', text: ADVANCE, values: [reader, txId, position] })
}

/** A bus on which nothing was ever published begins with the first page that holds something of its retention, however long the store is. */
async function passOverOld(pass: RelayPass, client: Queryable): Promise<Position> {
  const oldest = keptFrom(pass.clock())
  for (let position = BEGINNING; ;) {
    const { events, end } = await pass.store.readAfter(client, position, pass.batchSize)
    if (events.length === 0 || events.some(({ occurredAt }) => occurredAt >= oldest)) return position
    await advance(pass, client, end)
    position = end
  }
}

/** What was read ahead still follows the checkpoint, unless another relay has moved it. */
async function nextPage(pass: RelayPass, client: Queryable, position: Position): Promise<PageFrom> {
  const { ahead } = pass
  pass.ahead = undefined
  const fits = ahead !== undefined && ahead.from.txId === position.txId && ahead.from.position === position.position
  return fits && ahead.events.length > 0 ? ahead : { ...(await pass.store.readAfter(client, position, pass.batchSize)), from: position }
}

interface Batch {
  readonly page: Page
  /** Nothing was ever published on this bus: what is older than its retention is nobody's loss. */
  readonly isFirst: boolean
}

async function dealWith(
  pass: RelayPass,
  client: Queryable,
  { page: { events, end }, isFirst }: Batch,
): Promise<{ done: boolean; last: Recorded | undefined }> {
  const oldest = keptFrom(pass.clock())
  const unknownAt = events.findIndex((event) => topicOf(pass, event) === undefined && !isGivenUp(pass, event))
  const due = unknownAt === -1 ? events : events.slice(0, unknownAt)
  const fresh = due.filter((event) => event.occurredAt >= oldest && topicOf(pass, event) !== undefined)
  const publishing = pass.bus.publish(fresh.map((event) => messageOf(pass, event)))
  const reading = due.length === pass.batchSize ? pass.store.readAfter(client, end, pass.batchSize) : Promise.resolve(undefined)
  const [ahead] = await Promise.all([reading, publishing])
  pass.ahead = ahead === undefined ? undefined : { ...ahead, from: end }
  const published = new Set(fresh)
  for (const event of due) if (!published.has(event) && !(isFirst && event.occurredAt < oldest)) await giveUp(pass, client, event)
  return { done: unknownAt === -1, last: due.at(-1) }
}

const topicOf = ({ store }: RelayPass, { type, known }: Recorded): string | undefined => (known ? store.catalogue.topicOf(type) : undefined)

/** A newer release may be on its way in, whose relay knows the type: this one lets go of the lock and waits, for a while. */
function isGivenUp({ unknownSince, unknownPatienceMs, clock }: RelayPass, { id }: Recorded): boolean {
  const now = clock().getTime()
  const since = unknownSince.get(id) ?? now
  unknownSince.set(id, since)
  return now - since >= unknownPatienceMs
}

function messageOf({ source, store }: RelayPass, event: Recorded): OutgoingMessage {
  const value = writeEnvelope(event, { source, schemaVersion: store.catalogue.versionOf(event.type) })
  return { topic: store.catalogue.topicOf(event.type) ?? '', key: event.stream, value, createdAt: event.occurredAt }
}

async function giveUp({ store, source, logger, unknownSince }: RelayPass, client: Queryable, event: Recorded): Promise<void> {
  unknownSince.delete(event.id)
  const error = event.known
    ? 'older than the retention: no consumer could tell whether it was handled'
    : `version ${event.schemaVersion} of ${event.type} is not known here`
  const value = writeEnvelope(event, { source, schemaVersion: event.schemaVersion })
  const message = { topic: 'none', value, createdAt: event.occurredAt }
  await park(client, store, { consumer: relayName(source), message, event, error, attempts: 1 })
  logger.error({ eventId: event.id, correlationId: event.metadata.correlationId, reason: error }, 'An event was parked instead of published')
}
