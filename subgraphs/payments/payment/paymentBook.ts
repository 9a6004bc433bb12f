import type { Queryable } from '@agora/database/transaction.ts'
import { assertNever } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { postingsOf } from '../ledger/postings.ts'
import { besideOf, type Entry, type Message, type TakenNotice } from './changeRows.ts'
import { decide, type PaymentCommand, type PaymentRefusal } from './decide.ts'
import { evolve, noPayment } from './payment.ts'
import type { StoredPayment } from './paymentRows.ts'
import { readAsked, type KnownMessage, type Stored } from './readAsked.ts'

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
  /** The payment as it was a moment ago, or a new one. It need not be read when the command changes it; should it have changed since, or not be new, it is read. */
  readonly known?: StoredPayment | undefined
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
  readonly pool: Queryable
  readonly store: Pick<EventStore, 'appendWith'>
  readonly clock: () => Date
}

/**
 * Applies a batch of changes: what is stored is read by one statement, and rows, books, inbox and events are written by another, whatever the batch's
 * size. No lock is held between: the version of each stream is the fence. Throws when one of them lost a race; then nothing happened, and each may be
 * tried by itself.
 */
export async function applyTogether({ pool, store, clock }: BookParts, changes: readonly Change[]): Promise<Outcome[]> {
  const known = changes.flatMap(knownEnough)
  const read = await readAsked(
    pool,
    changes.filter((change) => knownEnough(change).length === 0),
  )
  const batch = createBatch({ ...read, payments: [...known, ...read.payments] }, clock())
  const outcomes = changes.map((change) => applyOne(batch, change))
  await writeAll(pool, store, batch)
  return outcomes
}

/** The payment that was given, if it says all: what would change nothing is decided by what is stored, and a key that came before by its unique index. */
function knownEnough({ known, command }: Change): StoredPayment[] {
  if (known === undefined) return []
  const decided = decide(command, known.state)
  return decided.ok && decided.value.length > 0 ? [known] : []
}

/** What a batch has come to, in memory. */
interface Batch {
  readonly now: Date
  readonly payments: Map<string, StoredPayment>
  readonly known: Map<string, Pick<KnownMessage, 'hash' | 'tombstone'>>
  readonly entries: Entry[]
  readonly messages: Message[]
  readonly notices: TakenNotice[]
  /** One for each change, each with its own cause. */
  readonly appends: StreamAppend[]
}

function createBatch({ payments, messages }: Stored, now: Date): Batch {
  return {
    now,
    payments: new Map(payments.map((payment) => [payment.id, payment])),
    known: new Map(messages),
    entries: [],
    messages: [],
    notices: [],
    appends: [],
  }
}

function applyOne(batch: Batch, change: Change): Outcome {
  const { paymentId, command, message, notice, method } = change
  const seen = message === undefined ? undefined : batch.known.get(message.key)
  if (seen?.tombstone === true) return { kind: 'TOO_LATE' }
  if (seen !== undefined && message?.hash.equals(seen.hash) === false) return { kind: 'KEY_REUSED' }
  const payment = batch.payments.get(paymentId) ?? newPayment(paymentId, method, batch.now)
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
  batch.appends.push({ stream: payment.id, expectedVersion: payment.version, events, metadata })
  const next = { ...payment, version, state, updatedAt: batch.now }
  batch.payments.set(payment.id, next)
  return next
}

async function writeAll(client: Queryable, store: BookParts['store'], { appends, payments, entries, messages, notices }: Batch): Promise<void> {
  if (appends.length + messages.length + notices.length === 0) return
  const [first] = appends
  // In the order of their ids: two batches that meet wait for each other in one direction.
  const written = [...new Set(appends.map(({ stream }) => stream))].sort().flatMap((id) => payments.get(id) ?? [])
  await store.appendWith(client, appends, besideOf({ payments: written, entries, messages, notices }, first?.metadata ?? nobody))
}

/** Never stored: every append brings its own. */
const nobody: EventMetadata = { correlationId: '', causationId: null, actor: 'payments' }

/** A payment to which nothing has happened, as far as whoever begins it knows. */
export function newPayment(id: string, method: Change['method'], now: Date): StoredPayment {
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
