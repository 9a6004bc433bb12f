import { z } from 'zod'

import { graphMoney } from '@agora/money/graphMoney.ts'
import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'
import { whole } from '@agora/subgraph-kit/inputFields.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { currencyCode } from '../staffChanges/inputFields.ts'
import { readMinuteSales } from './minuteSales.ts'
import { minutes, period, pricedPeriod } from './period.ts'
import { readFunnel, readRevenue, readTopProducts } from './salesReports.ts'
import { countCustomers, readSpend, spendOrder, type CustomerSpend, type SpendQuestion } from './spendReport.ts'

/** A page of customers, which knows what it is a page of. */
export interface SpendList extends Connection<CustomerSpend> {
  readonly question: SpendQuestion
}

/** Reports, from tables that follow the events. */
export const reportResolvers = {
  Query: {
    async customerSpend(_, { first, after, ...given }, { commerce }) {
      const question = readArguments(pricedPeriod, given)
      const page = parsePage({ first, after }, spendOrder)
      return { ...toConnection(await readSpend(commerce.pool, question, page), page), question }
    },
    revenue: (_, { currencyCode: currency, ...given }, { commerce }) =>
      readRevenue(commerce.pool, readArguments(period, given), readArguments(currencyCode.nullish(), currency) ?? null),
    conversion: (_, given, { commerce }) => readFunnel(commerce.pool, readArguments(period, given)),
    topProducts: (_, { first, ...given }, { commerce }) =>
      readTopProducts(commerce.pool, readArguments(pricedPeriod, given), readArguments(z.object({ first: whole(1, 100) }), { first }).first),
    salesPerMinute: (_, given, { commerce }) => readMinuteSales(commerce.pool, readArguments(minutes, given)),
  },
  CustomerSpendConnection: {
    totalCount: ({ question }, _, { commerce }) => countCustomers(commerce.pool, question),
  },
  CustomerSpend: {
    user: ({ userId }) => ({ id: userId }),
    gross: ({ gross }) => graphMoney(gross),
    refunded: ({ refunded }) => graphMoney(refunded),
    net: ({ net }) => graphMoney(net),
  },
  DailyRevenue: {
    gross: ({ gross }) => graphMoney(gross),
    refunded: ({ refunded }) => graphMoney(refunded),
    net: ({ net }) => graphMoney(net),
  },
  MinuteSales: {
    gross: ({ gross }) => graphMoney(gross),
    lateGross: ({ lateGross }) => graphMoney(lateGross),
  },
  Conversion: {
    rate: ({ cartsStarted, ordersConfirmed }) => (cartsStarted === 0 ? null : ordersConfirmed / cartsStarted),
  },
  ProductSales: {
    product: ({ productId }) => ({ id: productId }),
    revenue: ({ revenue }) => graphMoney(revenue),
  },
} satisfies Resolvers
