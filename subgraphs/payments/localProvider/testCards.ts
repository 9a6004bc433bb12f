import { createHmac } from 'node:crypto'

/** How what is paid with behaves. */
export type Behaviour = 'APPROVE' | 'DECLINE' | 'INSUFFICIENT_FUNDS' | 'EXPIRED' | 'FRAUD' | 'CONFIRM' | 'LATER' | 'LATER_DECLINE'

/** What a token stands for. The number of the card is gone by the time that this exists. */
export interface Method {
  readonly behaviour: Behaviour
  readonly brand: string
  readonly last4: string
  /** The same for the same card, and no way back to its number. */
  readonly fingerprint: string
}

/** Test numbers, each with the token that stands for it and with how it behaves. Any other number that is well-formed is approved. */
const cards: readonly (readonly [number: string, token: string, behaviour: Behaviour])[] = [
  ['4242424242424242', 'pm_card_visa', 'APPROVE'],
  ['4000000000000002', 'pm_card_declined', 'DECLINE'],
  ['4000000000009995', 'pm_card_insufficient_funds', 'INSUFFICIENT_FUNDS'],
  ['4000000000000069', 'pm_card_expired', 'EXPIRED'],
  ['4100000000000019', 'pm_card_fraud', 'FRAUD'],
  ['4000002500003155', 'pm_card_3ds', 'CONFIRM'],
  ['4000000000000077', 'pm_card_async', 'LATER'],
  ['4000000000000341', 'pm_card_async_declined', 'LATER_DECLINE'],
]

const behaviours = new Map(cards.map(([number, , behaviour]) => [number, behaviour]))

/** The tokens that exist without anybody having typed a card. */
export const testTokens = (secret: string): ReadonlyMap<string, Method> => new Map(cards.map(([number, token]) => [token, methodOf(number, secret)]))

/** What becomes of a card's number: everything that may be kept. */
export function methodOf(number: string, secret: string): Method {
  const fingerprint = `fp_${createHmac('sha256', secret).update(number).digest('base64url').slice(0, 22)}`
  return { behaviour: behaviours.get(number) ?? 'APPROVE', brand: brandOf(number), last4: number.slice(-4), fingerprint }
}

function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa'
  return /^5[1-5]/.test(number) ? 'mastercard' : 'other'
}

/** Whether the digits can be the number of a card: 12 to 19 of them, and the last one checks the others (ISO/IEC 7812). */
export function isCardNumber(text: string): boolean {
  if (!/^\d{12,19}$/.test(text)) return false
  const sum = [...text].toReversed().reduce((total, digit, place) => total + luhn(Number(digit), place), 0)
  return sum % 10 === 0
}

function luhn(digit: number, place: number): number {
  const doubled = place % 2 === 1 ? digit * 2 : digit
  return doubled > 9 ? doubled - 9 : doubled
}
