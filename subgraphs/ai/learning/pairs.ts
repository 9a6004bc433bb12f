/** Two columns of pairs, each pair with the smaller id first, all of them in ascending order: whoever writes pairs locks them in one order. */
export interface Pairs {
  readonly first: readonly string[]
  readonly second: readonly string[]
}

/** Every pair of fresh products with each other and with each partner, each once. */
export function pairsOf(fresh: readonly string[], partners: readonly string[]): Pairs {
  const known = new Set(fresh)
  const others = partners.filter((partner) => !known.has(partner))
  const pairs = fresh.flatMap((one, nth) =>
    [...fresh.slice(nth + 1), ...others].map((other) => (one < other ? [one, other] : [other, one]) as [string, string]),
  )
  const sorted = pairs.toSorted(([a, b], [c, d]) => (a === c ? compare(b, d) : compare(a, c)))
  return { first: sorted.map(([one]) => one), second: sorted.map(([, other]) => other) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
