import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { id } from './fields.ts'

/** What the recommender announces. */
export const recommendationEvents = {
  'recommendation.updated': defineEvent('recommendation.updated', 'recommendations', {
    meaning: 'The list recommended to somebody is another one.',
    data: z.object({ userId: id, productIds: z.array(id).max(50) }),
  }),
} as const

/** An event of the recommender. */
export type RecommendationEvent = EventOf<typeof recommendationEvents>
