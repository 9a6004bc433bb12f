/** When the shop was set up, and since when its tariffs hold. */
export const openingDay = new Date(Date.UTC(2026, 1, 2, 8))

/** A tax of the seed: where, on what, and how much in parts per million. */
export interface SeedTax {
  readonly code: string
  readonly country: string
  readonly region?: string
  readonly category?: string
  readonly ratePpm: number
  readonly inclusive: boolean
  readonly roundedPer: 'LINE' | 'ORDER'
}

const german = { country: 'DE', inclusive: true, roundedPer: 'ORDER' } as const
const chinese = { country: 'CN', inclusive: true, roundedPer: 'LINE' } as const
const american = { country: 'US', inclusive: false, roundedPer: 'ORDER' } as const

/** The taxes of the shop. A state without a row, such as Oregon, has none. */
export const taxes: readonly SeedTax[] = [
  { ...german, code: 'DE-STANDARD', ratePpm: 190_000 },
  { ...german, code: 'DE-REDUCED', category: 'REDUCED', ratePpm: 70_000 },
  { ...chinese, code: 'CN-STANDARD', ratePpm: 130_000 },
  { ...chinese, code: 'CN-REDUCED', category: 'REDUCED', ratePpm: 90_000 },
  { ...chinese, code: 'CN-SHIPPING', category: 'SHIPPING', ratePpm: 90_000 },
  { ...american, code: 'US-CA', region: 'CA', ratePpm: 72_500 },
  { ...american, code: 'US-CA-SHIPPING', region: 'CA', category: 'SHIPPING', ratePpm: 0 },
  { ...american, code: 'US-NY', region: 'NY', ratePpm: 88_750 },
  { ...american, code: 'US-TX', region: 'TX', ratePpm: 62_500 },
  { ...american, code: 'US-WA', region: 'WA', ratePpm: 65_000 },
]

/** A way of the seed: base price, price of each begun kilogram, and from which amount on it is free, in minor units by currency. */
export interface SeedMethod {
  readonly code: string
  readonly name: string
  readonly classes: readonly ('PARCEL' | 'BULKY' | 'FREIGHT')[]
  readonly maxWeightGrams: number | null
  readonly prices: Readonly<Record<'USD' | 'EUR' | 'CNY', readonly [base: number, perKilogram: number, freeFrom: number | null]>>
}

/** The ways of bringing things. They go to every country that the shop delivers to. */
export const methods: readonly SeedMethod[] = [
  {
    code: 'STANDARD',
    name: 'Standard delivery',
    classes: ['PARCEL'],
    maxWeightGrams: 120_000,
    prices: { USD: [490, 50, 9_900], EUR: [390, 50, 7_900], CNY: [1_000, 300, 29_900] },
  },
  {
    code: 'EXPRESS',
    name: 'Express delivery',
    classes: ['PARCEL'],
    maxWeightGrams: 31_500,
    prices: { USD: [1_490, 200, null], EUR: [1_290, 200, null], CNY: [2_500, 800, null] },
  },
  {
    code: 'TWO_PEOPLE',
    name: 'Delivery by two people',
    classes: ['PARCEL', 'BULKY', 'FREIGHT'],
    maxWeightGrams: null,
    prices: { USD: [5_900, 40, null], EUR: [4_900, 40, null], CNY: [15_000, 200, null] },
  },
]

/** Where the shop delivers. */
export const countries = ['US', 'DE', 'CN'] as const
