import { currencies, decimal, type CurrencyCode, type Money } from './money.ts'

/** The graph's `Money`, field by field. */
export interface GraphMoney {
  /** Minor units in decimal digits: JSON numbers lose precision. */
  readonly amountMinor: string
  readonly currencyCode: CurrencyCode
  readonly fractionDigits: number
  readonly decimal: string
}

/** An amount as the graph shows it. */
export function graphMoney(money: Money): GraphMoney {
  const { amountMinor, currencyCode } = money
  return { amountMinor: amountMinor.toString(), currencyCode, fractionDigits: currencies[currencyCode], decimal: decimal(money) }
}
