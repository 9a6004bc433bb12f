/** Currencies the shop prices in, each with the number of digits behind its decimal point (ISO 4217). */
export const currencies = { USD: 2, EUR: 2, CNY: 2 } as const

/** A currency the shop prices in. */
export type CurrencyCode = keyof typeof currencies

/** An amount in minor units (cents, fen). Never a float: sums of money are exact. */
export interface Money {
  readonly amountMinor: bigint
  readonly currencyCode: CurrencyCode
}

/** PostgreSQL's bigint; amounts beyond it are refused rather than wrapped. */
export const MAX_AMOUNT_MINOR = 2n ** 63n - 1n

/** Whether a text from outside names a currency the shop prices in. */
export function isCurrencyCode(text: unknown): text is CurrencyCode {
  return typeof text === 'string' && Object.hasOwn(currencies, text)
}

const WHOLE = /^-?(?:0|[1-9]\d{0,18})$/

/** Reads minor units as the graph and PostgreSQL write them; undefined for any other text and beyond MAX_AMOUNT_MINOR. */
export function parseAmountMinor(text: string): bigint | undefined {
  if (!WHOLE.test(text) || text === '-0') return undefined
  const amount = BigInt(text)
  return amount > MAX_AMOUNT_MINOR || amount < -MAX_AMOUNT_MINOR ? undefined : amount
}

/** The sum of amounts of one currency; adding different currencies is a bug and throws. */
export function sum(currencyCode: CurrencyCode, amounts: Iterable<Money>): Money {
  let total = 0n
  for (const amount of amounts) total += sameCurrency(amount, currencyCode)
  return { amountMinor: total, currencyCode }
}

/** What is left of `from`; subtracting another currency is a bug and throws. */
export function subtract(from: Money, amount: Money): Money {
  return { ...from, amountMinor: from.amountMinor - sameCurrency(amount, from.currencyCode) }
}

/** Below, at or above zero as `a` is less than, equal to or more than `b`; comparing different currencies is a bug and throws. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  const other = sameCurrency(b, a.currencyCode)
  if (a.amountMinor === other) return 0
  return a.amountMinor < other ? -1 : 1
}

/** The price of so many pieces; a fraction of a piece is a bug and throws. */
export function times(price: Money, quantity: number): Money {
  return { ...price, amountMinor: price.amountMinor * BigInt(quantity) }
}

/** The amount as people write it, without a symbol: `-12.05`. */
export function decimal({ amountMinor, currencyCode }: Money): string {
  const digits = currencies[currencyCode]
  const absolute = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0')
  return `${amountMinor < 0n ? '-' : ''}${absolute.slice(0, -digits)}.${absolute.slice(-digits)}`
}

function sameCurrency(amount: Money, currencyCode: CurrencyCode): bigint {
  if (amount.currencyCode !== currencyCode) throw new TypeError(`Cannot reckon ${amount.currencyCode} with ${currencyCode}`)
  return amount.amountMinor
}
