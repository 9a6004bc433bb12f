import { lookBack, recommendationsChange, refundSome, shipSome } from './afterwards.ts'
import { register, signIn, signOut, tokenRefused, verify } from './becomeSomebody.ts'
import { buyOnce, buyWithConfirmation, followRecommendation, mailArrives } from './buy.ts'
import { browse, conflict, fillGuestCart, filter, merge, update } from './fillCart.ts'
import { newJourney, type Journey } from './journey.ts'
import type { Address } from './shopper.ts'
import type { Step } from './step.ts'
import { boughtAfterAll, declined, pairIsRelated } from './twin.ts'

const steps: readonly (readonly [name: string, run: (journey: Journey) => Promise<string>])[] = [
  ['register', register],
  ['verify', verify],
  ['browse', browse],
  ['filter', filter],
  ['guest cart', fillGuestCart],
  ['sign in', signIn],
  ['merge', merge],
  ['update', update],
  ['conflict handled', conflict],
  ['follow a recommendation', followRecommendation],
  ['check out', buyOnce],
  ['mail arrives', mailArrives],
  ['ship a part', shipSome],
  ['recommendations change', recommendationsChange],
  ['confirm a payment', buyWithConfirmation],
  ['refund a part', refundSome],
  ['look back', lookBack],
  ['declined card', declined],
  ['another card', boughtAfterAll],
  ['bought together', pairIsRelated],
  ['sign out', signOut],
  ['token refused', tokenRefused],
]

/**
 * The journey that must always work, from a stranger at the door to a token that no longer opens anything; and with it the unhappy twin, whose card is declined.
 */
export function goldenJourney(address: Address): Step[] {
  const journey = newJourney(address)
  return steps.map(([name, run]) => ({ name, run: () => run(journey) }))
}
