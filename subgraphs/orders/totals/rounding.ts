/** What becomes of exactly half a unit: up to the next one, or to the even one of the two. */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN'

/** An exact amount: `numerator / denominator` minor units. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Brings an exact amount of at least zero to whole minor units. The one place where a total loses anything. */
export function roundRatio({ numerator, denominator }: Ratio, mode: RoundingMode): bigint {
  if (numerator < 0n || denominator <= 0n) throw new RangeError('Only amounts of at least zero are rounded')
  const whole = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice !== denominator) return twice > denominator ? whole + 1n : whole
  return mode === 'HALF_UP' || whole % 2n === 1n ? whole + 1n : whole
}
