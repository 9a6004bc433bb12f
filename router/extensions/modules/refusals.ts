import { GraphQLError } from 'graphql'

import { refuse, refuseRequest } from '../refusal.ts'
import type { Refusal, Refusals } from './extensionModule.ts'

const errorOf = ({ code, message }: Omit<Refusal, 'status'>): GraphQLError => new GraphQLError(message, { extensions: { code } })

/** What operators' modules refuse with. */
export const refusals: Refusals = {
  request: (refusal, context) => refuseRequest(errorOf(refusal), context, refusal.status),
  operation: (refusal, { requestId }) => refuse(errorOf(refusal), requestId, refusal.status),
  call: ({ code, message }) => ({ status: 200, text: JSON.stringify({ errors: [{ message, extensions: { code } }] }), headers: {} }),
}
