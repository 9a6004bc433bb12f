import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { offer, type Parcel } from '../shippingMethods/offer.ts'
import type { ShippingMethod } from '../shippingMethods/shippingMethod.ts'
import { bestRate, ruleOf, SHIPPING, STANDARD } from '../tax/taxRate.ts'
import type { Discount, ShippingCharge, TaxRule } from './basket.ts'
import { reckonTotals } from './reckonTotals.ts'
import type { Tariff } from './tariff.ts'
import { sumOf, type Totals } from './totals.ts'

/** A line of an order before it is one. */
export interface PricedPieces {
  readonly lineId: string
  readonly quantity: number
  readonly unitPriceMinor: bigint
  /** Of one piece with its packing. */
  readonly packedWeightGrams: number
  /** As the catalogue tells it; empty for the standard one. */
  readonly taxCategory: string
}

/** What is bought and where it goes. */
export interface Purchase {
  readonly currencyCode: CurrencyCode
  readonly lines: readonly PricedPieces[]
  readonly discounts?: readonly Discount[]
  readonly region: string | null
  /** Null to see what the goods cost before a method is chosen. */
  readonly shippingMethodId: string | null
  readonly at: Date
}

/** A method that would take the goods, and for how much. */
export interface Offer {
  readonly method: ShippingMethod
  readonly priceMinor: bigint
}

/** What it costs, and by which way it goes. */
export interface Reckoned {
  readonly totals: Totals
  readonly shippingMethod: Pick<ShippingMethod, 'id' | 'code' | 'name'> | null
}

/** Why it cannot be said what it costs. */
export type ReckonRefusal = 'SHIPPING_METHOD_NOT_FOUND' | 'SHIPPING_METHOD_NOT_ELIGIBLE' | 'AMOUNT_TOO_LARGE'

/** Reckons what a purchase costs where the tariff holds. Pure: an order placed on it can be explained for ever. */
export function reckonOrder(tariff: Tariff, purchase: Purchase): Result<Reckoned, ReckonRefusal> {
  const taxOf = taxFinder(tariff, purchase)
  const lines = purchase.lines.map((line) => ({ ...line, tax: taxOf(line.taxCategory === '' ? STANDARD : line.taxCategory) }))
  const basket = { currencyCode: purchase.currencyCode, lines, discounts: purchase.discounts ?? [] }
  const goods = reckonTotals({ ...basket, shipping: null })
  if (!goods.ok || purchase.shippingMethodId === null) return goods.ok ? ok({ totals: goods.value, shippingMethod: null }) : goods
  const chosen = tariff.shippingMethods.find(({ id }) => id === purchase.shippingMethodId)
  if (chosen === undefined) return fail('SHIPPING_METHOD_NOT_FOUND')
  const price = offer(chosen, parcelOf(tariff, purchase, goods.value))
  if (!price.ok) return fail('SHIPPING_METHOD_NOT_ELIGIBLE')
  const shipping: ShippingCharge = { code: chosen.code, amountMinor: price.value, tax: taxOf(SHIPPING) }
  const totals = reckonTotals({ ...basket, shipping })
  return totals.ok ? ok({ totals: totals.value, shippingMethod: { id: chosen.id, code: chosen.code, name: chosen.name } }) : totals
}

/** The methods that take a purchase, each with its price, in the order in which they are shown. */
export function offersFor(tariff: Tariff, purchase: Omit<Purchase, 'shippingMethodId'>): readonly Offer[] {
  const goods = reckonOrder(tariff, { ...purchase, shippingMethodId: null })
  if (!goods.ok) return []
  const parcel = parcelOf(tariff, purchase, goods.value.totals)
  return tariff.shippingMethods.flatMap((method) => {
    const price = offer(method, parcel)
    return price.ok ? [{ method, priceMinor: price.value }] : []
  })
}

function taxFinder({ taxRates }: Tariff, { region, at }: Pick<Purchase, 'region' | 'at'>): (category: string) => TaxRule | null {
  return (category) => {
    const rate = bestRate(taxRates, { region, category, at })
    return rate === null ? null : ruleOf(rate)
  }
}

function parcelOf({ countryCode }: Tariff, { currencyCode, lines }: Pick<Purchase, 'currencyCode' | 'lines'>, { steps }: Totals): Parcel {
  const goods = steps.filter(({ kind }) => kind === 'LINES' || kind === 'DISCOUNT').map(({ amountMinor }) => amountMinor)
  return { countryCode, currencyCode, subtotalMinor: sumOf(goods), pieces: lines }
}
