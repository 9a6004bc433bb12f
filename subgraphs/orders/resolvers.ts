import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { cartMutations } from './cart/cartMutations.ts'
import { cartResolvers } from './cart/cartResolvers.ts'
import { deadLetterResolvers } from './deadLetters/deadLetterResolvers.ts'
import { parcelMutations } from './fulfilment/parcelMutations.ts'
import { parcelResolvers } from './fulfilment/parcelResolvers.ts'
import { historyResolvers } from './history/historyResolvers.ts'
import { listResolvers } from './lists/listResolvers.ts'
import { orderMutations } from './order/orderMutations.ts'
import { orderResolvers } from './order/orderResolvers.ts'
import { projectionResolvers } from './projections/projectionResolvers.ts'
import { reportResolvers } from './reports/reportResolvers.ts'
import { sagaResolvers } from './sagas/sagaResolvers.ts'
import { shippingResolvers } from './shipping/shippingResolvers.ts'
import { methodResolvers } from './shippingMethods/methodResolvers.ts'
import { taxResolvers } from './tax/taxResolvers.ts'
import { totalsResolvers } from './totals/totalsResolvers.ts'

/** Every resolver of the subgraph. */
export const resolvers = {
  ...cartResolvers,
  ...shippingResolvers,
  ...reportResolvers,
  ...deadLetterResolvers,
  Query: {
    ...cartResolvers.Query,
    ...taxResolvers.Query,
    ...methodResolvers.Query,
    ...reportResolvers.Query,
    ...deadLetterResolvers.Query,
    ...orderResolvers.Query,
    ...sagaResolvers.Query,
    ...projectionResolvers.Query,
    ...listResolvers.Query,
  },
  Mutation: {
    ...cartMutations,
    ...taxResolvers.Mutation,
    ...methodResolvers.Mutation,
    ...deadLetterResolvers.Mutation,
    ...orderMutations,
    ...sagaResolvers.Mutation,
    ...projectionResolvers.Mutation,
    ...parcelMutations,
  },
  Cart: { ...cartResolvers.Cart, ...totalsResolvers.Cart },
  OrderTotals: totalsResolvers.OrderTotals,
  TaxRateConnection: taxResolvers.TaxRateConnection,
  ShippingMethodConnection: methodResolvers.ShippingMethodConnection,
  ShippingRate: methodResolvers.ShippingRate,
  Order: { ...orderResolvers.Order, ...parcelResolvers.Order, ...historyResolvers.Order },
  OrderConnection: listResolvers.OrderConnection,
  Fulfilment: parcelResolvers.Fulfilment,
  Shipment: parcelResolvers.Shipment,
  User: { ...cartResolvers.User, ...listResolvers.User },
  OrderLine: orderResolvers.OrderLine,
  OrderRefund: orderResolvers.OrderRefund,
  OrderCancelReason: orderResolvers.OrderCancelReason,
  OrderContact: orderResolvers.OrderContact,
  SagaConnection: sagaResolvers.SagaConnection,
  Saga: sagaResolvers.Saga,
  DateTime: dateTime,
} satisfies Resolvers
