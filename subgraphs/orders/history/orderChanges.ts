import { orderStatus } from '../fulfilment/orderStatus.ts'
import { refundedMinor } from '../order/amounts.ts'
import type { Order, OrderState } from '../order/order.ts'

/** Something of an order that is another than before. */
export interface OrderChange {
  /** Where it stands, such as `refunds.0.status`. */
  readonly field: string
  /** Null when it was not there. */
  readonly before: string | null
  /** Null when it is there no more. */
  readonly after: string | null
}

const PLACE_OF_WORDS = /\.reasonId$/

/** The ids of what was said, as far as these changes name it. */
export const reasonIdsIn = (changes: readonly OrderChange[]): string[] =>
  changes.filter(({ field }) => PLACE_OF_WORDS.test(field)).flatMap(({ before, after }) => [before, after].filter((id) => id !== null))

/** The same changes with what was said in place of its id; what is kept no more is not told. */
export function withWords(changes: readonly OrderChange[], wordsOf: ReadonlyMap<string, string>): OrderChange[] {
  const words = (id: string | null): string | null => (id === null ? null : (wordsOf.get(id) ?? null))
  return changes.flatMap((change) => {
    if (!PLACE_OF_WORDS.test(change.field)) return [change]
    const told = { field: change.field.replace(PLACE_OF_WORDS, '.reason'), before: words(change.before), after: words(change.after) }
    return told.before === told.after ? [] : [told]
  })
}

type Facts = ReadonlyMap<string, string>

/** What is another after an event than before it: all of it follows from the two states, so nobody has to remember to write it down. */
export function changesBetween(before: OrderState, after: OrderState): OrderChange[] {
  const [was, is] = [factsOf(before), factsOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => was.get(field) !== is.get(field))
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
}

/** What can change of an order, each fact under its path. What was placed never does, so only its size is told, once. */
function factsOf(state: OrderState): Facts {
  if (state.phase === 'NONE') return new Map()
  const { placed, done, undo, noteIds, ...rest } = state
  const facts = {
    status: orderStatus(state),
    totalMinor: placed.totals.totalMinor,
    refundedMinor: refundedMinor(state).toString(),
    done: done.join(' '),
    undo: undo.join(' '),
    notes: noteIds.length,
    ...changing(rest),
  }
  return new Map(leaves(facts, ''))
}

/** The id never changes and the version always does. */
function changing({ id: _id, version: _version, ...facts }: Omit<Order, 'placed' | 'done' | 'undo' | 'noteIds'>): object {
  return facts
}

function leaves(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'object') return [[path, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
