import type { Queryable } from '@agora/database/transaction.ts'
import { UnprocessableEvent } from '@agora/event-bus/handlers.ts'

import type { Handlings } from './channels/settings.ts'
import { factsShape } from './facts.ts'
import { preferencesOfUsers } from './preferenceRepository.ts'
import { categoryOf, channelsFor } from './preferences.ts'
import { recordTelling } from './recording.ts'
import { tellingOf, type ToldEvent } from './tellings.ts'

/** An event as it came over the bus. */
export type ArrivedEvent = ToldEvent & { readonly id: string; readonly metadata: { readonly correlationId: string } }

/** Records, in the transaction of the consumer, what an event makes us tell its buyer, on each channel that the buyer wants it on. */
export function createTellBuyers({ handlings, clock }: { readonly handlings: Handlings; readonly clock: () => Date }) {
  return async (db: Queryable, event: ArrivedEvent): Promise<void> => {
    const telling = tellingOf(event)
    if (telling === null) return
    const chosen = await preferencesOfUsers(db, [telling.buyer])
    // Found out now, it is parked with its event; later, nobody would know what to make of it.
    if (!factsShape.safeParse(telling.facts).success) throw new UnprocessableEvent(`${event.type} lacks what is to be told`)
    const { correlationId } = event.metadata
    for (const channel of channelsFor(categoryOf[telling.facts.template], chosen)) {
      await recordTelling(db, { telling, eventId: event.id, channel, handling: handlings[channel], correlationId, now: clock() })
    }
  }
}
