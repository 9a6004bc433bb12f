import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { cartMutations } from './cart/cartMutations.ts'
import { cartResolvers } from './cart/cartResolvers.ts'
import { shippingResolvers } from './shipping/shippingResolvers.ts'

/** Every resolver of the subgraph. */
export const resolvers = { ...cartResolvers, ...shippingResolvers, Mutation: cartMutations, DateTime: dateTime } satisfies Resolvers
