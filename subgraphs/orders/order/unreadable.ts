import { GraphQLError } from 'graphql'

import type { ErrorCodeName } from '@agora/errors/codes.ts'
import { codedError } from '@agora/errors/graphqlError.ts'
import { UnknownEvent } from '@agora/event-store/eventRow.ts'

import { IllegalTransition } from './transitions.ts'

const CODE = 'ORDER_UNREADABLE' satisfies ErrorCodeName

/** Whether an order's stream holds what this release cannot read: an event that only a newer one knows, or one that cannot follow. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof UnknownEvent || error instanceof IllegalTransition || (error instanceof GraphQLError && error.extensions['code'] === CODE)

/** What is shown in the place of such an order. */
export const unreadable = (): GraphQLError => codedError(CODE, 'This release cannot read what happened to the order')

/** What is read of orders, or something else where this release cannot read them. */
export const readable = <Answer, Otherwise>(answer: Promise<Answer>, otherwise: Otherwise): Promise<Answer | Otherwise> =>
  answer.catch((error: unknown) => {
    if (isUnreadable(error)) return otherwise
    throw error
  })
