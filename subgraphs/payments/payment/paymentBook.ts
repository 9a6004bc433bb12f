import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { assertNever } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { postingsOf } from '../ledger/postings.ts'
import { knownMessages, writeBatch, type Entry, type KnownMessage, type Message, type TakenNotice } from './changeRows.ts'
import { decide, type PaymentCommand, type PaymentRefusal } from './decide.ts'
import { evolve, noPayment } from './payment.ts'
import { lockPayments, type StoredPayment } from './paymentRows.ts'

/** A command for a payment, and what is noted with its effect. */
export interface Change {
  readonly paymentId: string
  readonly command: PaymentCommand
  readonly metadata: EventMetadata
  /** The message that asked for it. Its effect happens once; the same key with other content is refused. */
  readonly message?: Message | undefined
  /** The webhook that told of it. */
  readonly notice?: TakenNotice | undefined
  /** Of `start`: what is paid with, and where the buyer comes back to. */
  readonly method?: { readonly token: string; readonly returnUrl: string | null } | undefined
}

/** What became of a change: how the payment stands after it, or why it had no effect. */
export type Outcome =
  | { readonly kind: 'DONE'; readonly payment: StoredPayment; readonly events: readonly PaymentEvent[] }
  | { readonly kind: 'REFUSED'; readonly payment: StoredPayment; readonly refusal: PaymentRefusal }
  /** The key was used for another message. */
  | { readonly kind: 'KEY_REUSED' }
  /** The key is a tombstone: what it asks for must not happen any more. */
  | { readonly kind: 'TOO_LATE' }

/** What a batch is applied with. */
export interface BookParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append'>
  readonly clock: () => Date
}

/**
 * Applies a batch of changes in one transaction: rows, books, inbox and events together, whatever its size. Throws when one of them lost a race;
 * then nothing happened, and each may be tried by itself.
 */
export function applyTogether({ pool, store, clock }: BookParts, changes: readonly Change[]): Promise<Outcome[]> {
  return inTransaction(pool, async (client) => {
    const batch = createBatch(await readBatch(client, changes), clock())
    const outcomes = changes.map((change) => applyOne(batch, change))
    await writeAll(client, store, batch)
    return outcomes
  })
}

interface Read {
  readonly payments: readonly StoredPayment[]
  readonly messages: ReadonlyMap<string, KnownMessage>
}

async function readBatch(client: Queryable, changes: readonly Change[]): Promise<Read> {
  const keys = changes.flatMap(({ message }) => (message === undefined ? [] : [message.key]))
  const payments = await lockPayments(
    client,
    changes.map(({ paymentId }) => paymentId),
  )
  return { payments, messages: await knownMessages(client, keys) }
}

/** What a batch has come to, in memory. */
interface Batch {
  readonly now: Date
  readonly versionsBefore: ReadonlyMap<string, number>
  readonly payments: Map<string, StoredPayment>
  readonly known: Map<string, Pick<KnownMessage, 'hash' | 'tombstone'>>
  readonly entries: Entry[]
  readonly messages: Message[]
  readonly notices: TakenNotice[]
  readonly appends: Map<string, StreamAppend>
}

function createBatch({ payments, messages }: Read, now: Date): Batch {
  return {
    now,
    versionsBefore: new Map(payments.map(({ id, version }) => [id, version])),
    payments: new Map(payments.map((payment) => [payment.id, payment])),
    known: new Map(messages),
    entries: [],
    messages: [],
    notices: [],
    appends: new Map(),
  }
}

function applyOne(batch: Batch, change: Change): Outcome {
  const { paymentId, command, message, notice, method } = change
  const seen = message === undefined ? undefined : batch.known.get(message.key)
  if (seen?.tombstone === true) return { kind: 'TOO_LATE' }
  if (seen !== undefined && message?.hash.equals(seen.hash) === false) return { kind: 'KEY_REUSED' }
  const payment = batch.payments.get(paymentId) ?? begin(paymentId, method, batch.now)
  const decided = decide(command, payment.state)
  if (!decided.ok) return { kind: 'REFUSED', payment, refusal: decided.error }
  if (message !== undefined && seen === undefined) {
    batch.messages.push(message)
    batch.known.set(message.key, { hash: message.hash, tombstone: false })
  }
  if (notice !== undefined) batch.notices.push(notice)
  return { kind: 'DONE', payment: record(batch, payment, { events: decided.value, metadata: change.metadata }), events: decided.value }
}

interface Happened {
  readonly events: readonly PaymentEvent[]
  readonly metadata: EventMetadata
}

function record(batch: Batch, payment: StoredPayment, { events, metadata }: Happened): StoredPayment {
  if (events.length === 0) return payment
  let { version, state } = payment
  for (const event of events) {
    version += 1
    for (const posting of postingsOf(state, event)) batch.entries.push({ ...posting, paymentId: payment.id, version, currency: event.data.currency })
    state = evolve(state, event)
  }
  const sofar = batch.appends.get(payment.id)
  batch.appends.set(payment.id, {
    stream: payment.id,
    expectedVersion: batch.versionsBefore.get(payment.id) ?? 0,
    events: [...(sofar?.events ?? []), ...events],
    metadata: sofar?.metadata ?? metadata,
  })
  const next = { ...payment, version, state, updatedAt: batch.now }
  batch.payments.set(payment.id, next)
  return next
}

async function writeAll(client: Queryable, store: BookParts['store'], batch: Batch): Promise<void> {
  const payments = [...batch.appends.keys()].flatMap((id) => batch.payments.get(id) ?? [])
  // Two who begin the same payment at once both find none; the fence of the stream lets one of them through, and with it its row.
  await writeBatch(client, { payments, entries: batch.entries, messages: batch.messages, notices: batch.notices })
  const appends = [...batch.appends.values()]
  const metadata = appends[0]?.metadata
  if (metadata !== undefined) await store.append(client, appends, metadata)
}

function begin(id: string, method: Change['method'], now: Date): StoredPayment {
  return {
    id,
    version: 0,
    state: noPayment,
    methodToken: method?.token ?? null,
    returnUrl: method?.returnUrl ?? null,
    createdAt: now,
    updatedAt: now,
  }
}

/** The payment that a change leaves; throws where there is none because of its key. */
export function paymentOf(outcome: Outcome): StoredPayment {
  switch (outcome.kind) {
    case 'DONE':
    case 'REFUSED':
      return outcome.payment
    case 'KEY_REUSED':
    case 'TOO_LATE':
      throw new TypeError(`A change without a message was ${outcome.kind}`)
    default:
      return assertNever(outcome)
  }
}
