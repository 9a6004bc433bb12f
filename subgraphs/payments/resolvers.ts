import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { confirmPayment } from './graph/confirmPayment.ts'
import { operationsQueries, reconcilePayments } from './graph/operationsResolvers.ts'
import { paymentResolvers } from './graph/paymentResolvers.ts'

/** Every resolver of the subgraph. */
export const resolvers = {
  ...paymentResolvers,
  Query: { ...paymentResolvers.Query, ...operationsQueries },
  Mutation: {
    confirmPayment: (_, { input }, context) => confirmPayment(context, input),
    reconcilePayments: (_, { input }, context) => reconcilePayments(context, input),
  },
  DateTime: dateTime,
} satisfies Resolvers
