import type { GraphQLError } from 'graphql'
import { z } from 'zod'

import { hasScope } from '@agora/security/viewer.ts'
import { parsePage, toConnection, type Connection, type PageArguments } from '@agora/subgraph-kit/connection.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { OrdersContext } from '../context.ts'
import type { Order } from '../order/order.ts'
import { principalOf } from '../order/orderMutations.ts'
import { readable, unreadable } from '../order/unreadable.ts'
import { orderFilter, type OrderFilter } from './orderFilter.ts'
import { countOrders, listOrderIds, listOrders, type Listed, type ListQuestion } from './orderLists.ts'

/**
 * A page of orders, which knows what it is a page of; null for a list that is not for the viewer's eyes. In the place of an order that this release cannot
 * read stands the error that is told there: GraphQL answers null for it, and the error with its path.
 */
export interface OrderList extends Connection<Order | GraphQLError> {
  readonly filter: OrderFilter | null
}

const listing = z.object({ filter: orderFilter.nullish() })
const nothing: OrderList = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  filter: null,
}

/** Which orders and in which order is read from the projection; what each is, from its own events. */
async function list(question: ListQuestion, given: PageArguments, { commerce, orders }: OrdersContext): Promise<OrderList> {
  const page = parsePage(given, listOrders[question.sort])
  const { pageInfo, edges } = toConnection<Listed, readonly [string, string]>(await listOrderIds(commerce.pool, question, page), page)
  const found = await Promise.all(
    edges.map(async ({ cursor, node: { orderId } }) => ({ cursor, node: await readable(orders.byIdForBearer(orderId), unreadable()) })),
  )
  const shown = found.flatMap(({ cursor, node }) => (node === null ? [] : [{ cursor, node }]))
  return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo, filter: question.filter }
}

/** Lists of orders. */
export const listResolvers = {
  Query: {
    orders(_, { filter, sort, first, after }, context) {
      const { filter: wanted } = readArguments(listing, { filter })
      return list({ filter: wanted ?? {}, sort }, { first, after }, context)
    },
    myOrders: (_, given, context) => list({ filter: { buyerId: principalOf(context).sub }, sort: 'NEWEST' }, given, context),
  },
  User: {
    orders({ id }, given, context) {
      const { viewer } = context
      const may = viewer.kind !== 'anonymous' && (viewer.sub === id || hasScope(viewer, 'orders:read'))
      return may ? list({ filter: { buyerId: id }, sort: 'NEWEST' }, given, context) : nothing
    },
  },
  OrderConnection: {
    totalCount: ({ filter }, _, { commerce }) => (filter === null ? 0 : countOrders(commerce.pool, filter)),
  },
} satisfies Resolvers
