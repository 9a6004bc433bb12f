import { createBatcher } from '@agora/batching/batcher.ts'
import { sqlState, sqlStateOf } from '@agora/database/transaction.ts'
import { isId, type Id } from '@agora/ids/typeId.ts'

import { applyTogether, type BookParts, type Change, type Outcome } from './paymentBook.ts'
import { readPayments, type StoredPayment } from './paymentRows.ts'
import { rememberAuthorised } from './rememberAuthorised.ts'

/** The payments of this process: changes and reads that come together are done together. */
export interface Payments {
  /** Applies a change; once more when it lost a race. */
  change(change: Change): Promise<Outcome>
  /** A payment by its id; undefined when there is none. */
  find(id: string): Promise<StoredPayment | undefined>
  /** A payment that this process knows to have been authorised a moment ago: it is enough to go on with, as whoever writes after it finds out what has changed since. */
  authorised(id: string): StoredPayment | undefined
}

/** The id of the payment of an order: one for each, so that no two can ever exist. */
export function paymentIdOf(orderId: string): Id<'Payment'> | undefined {
  return isId('Order', orderId) ? `pay_${orderId.slice('ord_'.length)}` : undefined
}

/** How often a change that lost a race is tried. */
const TRIES = 4

/** Opens them. `wake` is called after each commit that wrote events. */
export function createPayments(parts: BookParts & { readonly wake: () => void }): Payments {
  const authorised = rememberAuthorised()
  const changes = createBatcher<Change, Outcome>({
    concurrent: 1,
    flush: async (items) => {
      const outcomes = await applyTogether(parts, items)
      for (const outcome of outcomes) if (outcome.kind === 'DONE') authorised.note(outcome.payment)
      if (outcomes.some((outcome) => outcome.kind === 'DONE' && outcome.events.length > 0)) parts.wake()
      return outcomes
    },
    // What the database did not answer for one it will not answer for another; what it answered may be one item's own fault.
    sharesFate: (error) => sqlStateOf(error) === undefined && !isConflict(error),
  })
  const reads = createBatcher<string, StoredPayment | undefined>({
    flush: async (ids) => {
      const found = new Map((await readPayments(parts.pool, ids)).map((payment) => [payment.id, payment]))
      return ids.map((id) => found.get(id))
    },
    sharesFate: () => true,
  })
  return {
    async change(change) {
      for (let [left, trying] = [TRIES - 1, change]; ; left -= 1) {
        try {
          return await changes.add(trying)
        } catch (error) {
          if (left === 0 || !lostRace(error)) throw error
          trying = { ...change, known: undefined }
        }
      }
    },
    find: (id) => reads.add(id),
    authorised: authorised.find,
  }
}

const isConflict = (error: unknown): boolean => error instanceof Error && error.name === 'VersionConflict'
/** Somebody wrote the same stream or key first: what they wrote is there to be read now. Or two batches waited for each other. */
const lostRace = (error: unknown): boolean => isConflict(error) || RACES.has(sqlStateOf(error) ?? '')
const RACES: ReadonlySet<string> = new Set([sqlState.uniqueViolation, sqlState.deadlock])
