import { type Money } from './money.ts'

/**
 * Splits an amount in proportion to the weights so that the parts add up to it exactly: each part is rounded towards zero, then the units left over
 * go one each to the largest remainders, the earlier part first when two are equal (Hamilton's method).
 * Throws RangeError unless there is a weight, none is negative and one is above zero: there is no fair split then.
 */
export function allocate(amount: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((all, weight) => all + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('An amount is split by weights of which none is negative and one is above zero')
  const unit = amount.amountMinor < 0n ? -1n : 1n
  const size = amount.amountMinor * unit
  const shares = weights.map((weight, index) => ({ index, whole: (size * weight) / total, remainder: (size * weight) % total }))
  const left = Number(size - shares.reduce((all, { whole }) => all + whole, 0n))
  const favoured = new Set(
    shares
      .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  )
  return shares.map(({ index, whole }) => ({ ...amount, amountMinor: unit * (whole + (favoured.has(index) ? 1n : 0n)) }))
}
