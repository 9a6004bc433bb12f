/** Pieces of a line of which some may have been given back before. */
export interface LineRefund {
  /** What the line cost in the end, its discounts and taxes in it. */
  readonly totalMinor: bigint
  /** Pieces that were bought. */
  readonly quantity: number
  /** Pieces whose money went back before. */
  readonly before: number
  /** Pieces whose money goes back now. */
  readonly now: number
}

/**
 * The money of so many pieces of a line. Asked for the pieces in any portions, the portions add up to the line exactly: nobody gains a unit by
 * returning one piece at a time. Throws RangeError for more pieces than are left.
 */
export function refundShare({ totalMinor, quantity, before, now }: LineRefund): bigint {
  if (before < 0 || now < 0 || before + now > quantity) throw new RangeError(`Of ${quantity} pieces, ${before} and ${now} cannot go back`)
  const upTo = (pieces: number): bigint => (totalMinor * BigInt(pieces)) / BigInt(quantity)
  return upTo(before + now) - upTo(before)
}
