import { UnknownEvent } from '@agora/event-store/eventRow.ts'

import { IllegalTransition } from './transitions.ts'

/** Whether an order's stream holds what this release cannot read: an event that only a newer one knows, or one that cannot follow. */
export const isUnreadable = (error: unknown): boolean => error instanceof UnknownEvent || error instanceof IllegalTransition

/** What is read of orders, or something else where this release cannot read them. */
export const readable = <Answer, Otherwise>(answer: Promise<Answer>, otherwise: Otherwise): Promise<Answer | Otherwise> =>
  answer.catch((error: unknown) => {
    if (isUnreadable(error)) return otherwise
    throw error
  })
