import { z } from 'zod'

import { line, version, whole } from '@agora/subgraph-kit/inputFields.ts'

import { amountMinor, code, countryCode, currencyCode, idOf } from '../staffChanges/inputFields.ts'

const MOST = 2_000_000_000

const id = idOf('ShippingMethod', 'shipping method')
const name = line(1, 100)
const countryCodes = z.array(countryCode).max(100, 'must have at most 100')
const classes = z
  .array(z.enum(['PARCEL', 'BULKY', 'FREIGHT']))
  .min(1, 'must name one at least')
  .max(3, 'must have at most 3')
const grams = whole(0, MOST)
const position = whole(0, 10_000)
const inOrder = ({
  minWeightGrams,
  maxWeightGrams,
}: {
  minWeightGrams?: number | null | undefined
  maxWeightGrams?: number | null | undefined
}): boolean => minWeightGrams == null || maxWeightGrams == null || minWeightGrams <= maxWeightGrams
const weights = { path: ['maxWeightGrams'], error: 'must not be below `minWeightGrams`' }

/** The input of `createShippingMethod`, within its bounds. */
export const creation = z
  .object({ code, name, active: z.boolean(), countryCodes, classes, minWeightGrams: grams, maxWeightGrams: grams.nullish(), position })
  .refine(inOrder, weights)

/** The input of `updateShippingMethod`, within its bounds. */
export const edit = z
  .object({
    id,
    expectedVersion: version,
    name: name.nullish(),
    active: z.boolean().nullish(),
    countryCodes: countryCodes.nullish(),
    classes: classes.nullish(),
    minWeightGrams: grams.nullish(),
    /** Absent keeps it, null takes any. */
    maxWeightGrams: grams.nullish(),
    position: position.nullish(),
  })
  .refine(inOrder, weights)

const rate = z
  .object({
    currencyCode,
    baseMinor: amountMinor,
    stepGrams: whole(1, MOST).nullish(),
    perStepMinor: amountMinor.nullish(),
    freeFromMinor: amountMinor.nullish(),
    minSubtotalMinor: amountMinor,
    maxSubtotalMinor: amountMinor.nullish(),
  })
  .refine(({ stepGrams, perStepMinor }) => (stepGrams == null) === (perStepMinor == null), {
    path: ['stepGrams'],
    error: 'needs `perStepMinor`, and the other way round',
  })
  .refine(({ minSubtotalMinor, maxSubtotalMinor }) => maxSubtotalMinor == null || minSubtotalMinor <= maxSubtotalMinor, {
    path: ['maxSubtotalMinor'],
    error: 'must not be below `minSubtotalMinor`',
  })

/** The input of `setShippingRates`, within its bounds. */
export const rating = z.object({
  id,
  expectedVersion: version,
  rates: z
    .array(rate)
    .max(3, 'must have at most one for each currency')
    .refine((rates) => new Set(rates.map((each) => each.currencyCode)).size === rates.length, 'must have at most one for each currency'),
})

/** One rate of it. */
export type RateInput = z.output<typeof rate>
