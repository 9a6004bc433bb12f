/** Two columns of pairs, each pair with the smaller id first, all of them in ascending order: whoever writes pairs locks them in one order. */
export interface Pairs {
  readonly first: readonly string[]
  readonly second: readonly string[]
}

/**
 * A product is paired with so many that the same buyer bought shortly before it. More of them make the lists worse and cost more, because what somebody
 * bought long ago says little of today: see `npm run bench recommendations`.
 */
export const WINDOW = 20

/** Pairs each fresh product with the `WINDOW` products before it in the row of partners, oldest first, and fresh ones. Each product stands in it once. */
export function pairsOf(fresh: readonly string[], partners: readonly string[]): Pairs {
  const row = [...partners.filter((partner) => !fresh.includes(partner)), ...fresh]
  const begin = row.length - fresh.length
  const pairs = fresh.flatMap((one, nth) =>
    row.slice(Math.max(0, begin + nth - WINDOW), begin + nth).map((other): readonly [string, string] => (one < other ? [one, other] : [other, one])),
  )
  return inOrder(pairs)
}

/** Pairs as two columns in ascending order. */
export function inOrder(pairs: readonly (readonly [string, string])[]): Pairs {
  const sorted = pairs.toSorted(([a, b], [c, d]) => (a === c ? compare(b, d) : compare(a, c)))
  return { first: sorted.map(([one]) => one), second: sorted.map(([, other]) => other) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
