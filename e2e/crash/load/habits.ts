import type { Chance } from '../random.ts'

/** How often each card is used, of a hundred. */
const cards = {
  pm_card_visa: 58,
  pm_card_async: 10,
  pm_card_3ds: 12,
  pm_card_declined: 10,
  pm_card_insufficient_funds: 3,
  pm_card_async_declined: 7,
} as const

/** What one buyer is going to do; decided before the first request, so that a seed has the same buyers do the same. */
export interface Habit {
  readonly paymentMethod: keyof typeof cards
  readonly quantity: number
  /** How the checkout is asked for. */
  readonly asks: 'once' | 'twice at once' | 'hangs up and asks again' | 'by two keys at once'
  readonly hangsUpAfterMs: number
  /** Whether a checkout without an answer is asked again until there is one. */
  readonly insists: boolean
  /** At the page of the provider. */
  readonly confirms: 'approve' | 'decline' | 'never'
  readonly afterwards: 'nothing' | 'cancels' | 'is refunded'
  readonly restock: boolean
}

/** Draws a buyer. */
export function drawHabit(chance: Chance): Habit {
  return {
    paymentMethod: chance.weighted(cards),
    quantity: chance.between(1, 2),
    asks: chance.weighted({ once: 60, 'twice at once': 15, 'hangs up and asks again': 17, 'by two keys at once': 8 }),
    hangsUpAfterMs: chance.between(5, 120),
    insists: chance.draw() < 0.85,
    confirms: chance.weighted({ approve: 70, decline: 15, never: 15 }),
    afterwards: chance.weighted({ nothing: 68, cancels: 18, 'is refunded': 14 }),
    restock: chance.draw() < 0.6,
  }
}
