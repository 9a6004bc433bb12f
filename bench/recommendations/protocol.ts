import type { Invoice } from './invoices.ts'

/** What is learned, and what must be foretold. */
export interface Split {
  readonly learned: readonly Invoice[]
  /** Of each customer with more than one invoice, the last. */
  readonly heldOut: ReadonlyMap<string, Invoice>
}

/** Holds the last invoice of each customer out who has several. */
export function splitLast(invoices: readonly Invoice[]): Split {
  const ofCustomer = Map.groupBy(invoices, ({ customer }) => customer)
  const last = [...ofCustomer].flatMap(([customer, own]) => (own.length < 2 ? [] : [[customer, own.at(-1)] as const]))
  const heldOut = new Map(last.flatMap(([customer, invoice]) => (invoice === undefined ? [] : [[customer, invoice]])))
  const kept = new Set(heldOut.values())
  return { learned: invoices.filter((invoice) => !kept.has(invoice)), heldOut }
}

/** How good lists are, averaged over customers: recall and NDCG of the first twenty places, and the share of lists that hit at all. */
export interface Quality {
  readonly recall: number
  readonly ndcg: number
  readonly hit: number
}

const PLACES = 20
const gain = (place: number): number => 1 / Math.log2(place + 2)

/** The quality of one list; recall is of as many items as could be hit at most. */
export function qualityOf(list: readonly string[], wanted: ReadonlySet<string>): Quality {
  const places = list.slice(0, PLACES).flatMap((item, place) => (wanted.has(item) ? [place] : []))
  const possible = Math.min(PLACES, wanted.size)
  const ideal = Array.from({ length: possible }, (_, place) => gain(place)).reduce((all, one) => all + one, 0)
  const reached = places.reduce((all, place) => all + gain(place), 0)
  return { recall: places.length / possible, ndcg: reached / ideal, hit: places.length > 0 ? 1 : 0 }
}

/** The mean of each figure. */
export function meanOf(all: readonly Quality[]): Quality {
  const mean = (figure: keyof Quality): number => all.reduce((sum, one) => sum + one[figure], 0) / Math.max(all.length, 1)
  return { recall: mean('recall'), ndcg: mean('ndcg'), hit: mean('hit') }
}
