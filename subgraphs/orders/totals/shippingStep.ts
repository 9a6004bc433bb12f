import type { Step } from './step.ts'

/** What bringing it costs, for the order as a whole. */
export const shippingStep: Step = ({ shipping }) =>
  shipping === null
    ? []
    : [{ kind: 'SHIPPING', code: shipping.code, lineId: null, amountMinor: shipping.amountMinor, included: false, ratePpm: null }]
