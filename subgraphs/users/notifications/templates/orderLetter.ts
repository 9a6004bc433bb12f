import { decimal, type CurrencyCode } from '@agora/money/money.ts'

import type { Letter } from '../../mail/letters.ts'
import type { OrderFacts } from '../facts.ts'
import type { Language } from '../language.ts'
import { orderWords, type OrderWords } from './orderWords.ts'

/** To whom a letter about an order is written. */
export interface Reader {
  readonly name: string
  readonly language: Language
  /** Opens this one order to somebody without an account; null for who can sign in. */
  readonly viewToken: string | null
}

/** The letter that these facts make. */
export function orderLetter(facts: OrderFacts, { name, language, viewToken }: Reader): Letter {
  const words = orderWords[language]
  const { subject, lines } = told(facts, words, language)
  const view = viewToken === null ? [] : ['', words.view, `query { orderByViewToken(token: "${viewToken}") { number status } }`]
  return { kind: facts.template, subject, body: [words.greeting(name), '', ...lines, ...view].join('\n'), token: viewToken }
}

/** The same where there is room for a line: no name, no token. */
export function orderNote(facts: OrderFacts, language: Language): Letter {
  const { subject, lines } = told(facts, orderWords[language], language)
  return { kind: facts.template, subject, body: lines.join(' '), token: null }
}

interface Told {
  readonly subject: string
  readonly lines: readonly string[]
}

function told(facts: OrderFacts, words: OrderWords, language: Language): Told {
  const written = ({ amountMinor, currency }: { amountMinor: string; currency: CurrencyCode }): string => moneyText(amountMinor, currency, language)
  switch (facts.template) {
    case 'order-confirmed':
      return { subject: words.confirmed.subject(facts.orderNumber), lines: [words.confirmed.text(words.pieces(facts.pieces), written(facts))] }
    case 'order-cancelled':
      return { subject: words.cancelled.subject(facts.orderNumber), lines: [words.cancelled.text] }
    case 'payment-declined':
      return { subject: words.declined.subject, lines: [words.declined.text(written(facts))] }
    case 'order-shipped': {
      const { orderNumber, pieces, carrier, trackingNumber } = facts
      const tracking = trackingNumber === null ? [] : [words.shipped.tracking(trackingNumber)]
      return { subject: words.shipped.subject(orderNumber), lines: [words.shipped.text(words.pieces(pieces), carrier), ...tracking] }
    }
    case 'order-refunded':
      return { subject: words.refunded.subject(facts.orderNumber), lines: [words.refunded.text(written(facts))] }
  }
}

/** Written from decimal text: a float would round what a `bigint` holds. */
function moneyText(amountMinor: string, currencyCode: CurrencyCode, language: Language): string {
  const text = decimal({ amountMinor: BigInt(amountMinor), currencyCode }) as Intl.StringNumericLiteral
  return new Intl.NumberFormat(language, { style: 'currency', currency: currencyCode }).format(text)
}
