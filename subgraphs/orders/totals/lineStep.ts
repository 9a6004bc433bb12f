import { inOrder, type Step } from './step.ts'

/** Prices times quantities. */
export const lineStep: Step = (basket) =>
  inOrder(basket).map(({ lineId, quantity, unitPriceMinor }) => ({
    kind: 'LINES',
    code: 'PRICE',
    lineId,
    amountMinor: unitPriceMinor * BigInt(quantity),
    included: false,
    ratePpm: null,
  }))
