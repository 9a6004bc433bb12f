import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { shippingClassOf } from '../shipping/shippingClass.ts'
import type { ShippingMethod, ShippingRate } from './shippingMethod.ts'

/** What is to be brought where. */
export interface Parcel {
  readonly countryCode: string
  readonly currencyCode: CurrencyCode
  /** What the goods cost after their discounts, without shipping. */
  readonly subtotalMinor: bigint
  /** Each piece decides for itself which class of goods it is. */
  readonly pieces: readonly { readonly packedWeightGrams: number; readonly quantity: number }[]
}

/** Why a method does not take a parcel. */
export type NotOffered = 'INACTIVE' | 'COUNTRY' | 'CURRENCY' | 'CLASS' | 'WEIGHT' | 'SUBTOTAL'

/** What a method takes for a parcel in minor units, or why it does not take it. */
export function offer(method: ShippingMethod, parcel: Parcel): Result<bigint, NotOffered> {
  const rate = method.rates.find(({ currencyCode }) => currencyCode === parcel.currencyCode)
  if (!method.active) return fail('INACTIVE')
  if (method.countryCodes.length > 0 && !method.countryCodes.includes(parcel.countryCode)) return fail('COUNTRY')
  if (rate === undefined) return fail('CURRENCY')
  if (parcel.pieces.some(({ packedWeightGrams }) => !method.classes.includes(shippingClassOf(packedWeightGrams)))) return fail('CLASS')
  const grams = weightOf(parcel)
  if (grams < BigInt(method.minWeightGrams) || (method.maxWeightGrams !== null && grams > BigInt(method.maxWeightGrams))) return fail('WEIGHT')
  if (parcel.subtotalMinor < rate.minSubtotalMinor || (rate.maxSubtotalMinor !== null && parcel.subtotalMinor > rate.maxSubtotalMinor))
    return fail('SUBTOTAL')
  return ok(priceOf(rate, parcel.subtotalMinor, grams))
}

function priceOf({ baseMinor, perWeight, freeFromMinor }: ShippingRate, subtotalMinor: bigint, grams: bigint): bigint {
  if (freeFromMinor !== null && subtotalMinor >= freeFromMinor) return 0n
  if (perWeight === null) return baseMinor
  const step = BigInt(perWeight.stepGrams)
  return baseMinor + ((grams + step - 1n) / step) * perWeight.minor
}

const weightOf = ({ pieces }: Parcel): bigint =>
  pieces.reduce((grams, { packedWeightGrams, quantity }) => grams + BigInt(packedWeightGrams) * BigInt(quantity), 0n)
