import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { confirmPayment } from './graph/confirmPayment.ts'
import { paymentResolvers } from './graph/paymentResolvers.ts'

/** Every resolver of the subgraph. */
export const resolvers = {
  ...paymentResolvers,
  Mutation: { confirmPayment: (_, { input }, context) => confirmPayment(context, input) },
  DateTime: dateTime,
} satisfies Resolvers
