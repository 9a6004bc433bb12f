import { GraphQLError } from 'graphql'

import { refuse, refuseRequest } from '../refusal.ts'
import type { Refusal, Refusals } from './extensionModule.ts'

const errorOf = ({ code, message }: Omit<Refusal, 'status'>): GraphQLError => new GraphQLError(message, { extensions: { code } })

function statusOf({ status }: Refusal): number {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw new RangeError('The status of a refusal is from 200 to 599')
}

/** What operators' modules refuse with. */
export const refusals: Refusals = {
  request: (refusal, context) => refuseRequest(errorOf(refusal), context, statusOf(refusal)),
  operation: (refusal, { requestId }) => refuse(errorOf(refusal), requestId, statusOf(refusal)),
  call: ({ code, message }) => ({ status: 200, text: JSON.stringify({ errors: [{ message, extensions: { code } }] }), headers: {} }),
}
