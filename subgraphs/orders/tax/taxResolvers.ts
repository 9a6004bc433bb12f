import { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { OrdersContext } from '../context.ts'
import { countryCode } from '../staffChanges/inputFields.ts'
import type { Refusal } from '../staffChanges/refusal.ts'
import { createTaxRate, deleteTaxRate, updateTaxRate, type TaxRateErrorCode, type TaxRequest } from './editTaxRate.ts'
import type { TaxRate } from './taxRate.ts'
import { countRates, listRates, rateOrder } from './taxRateReads.ts'

const listing = z.object({ countryCode: countryCode.nullish() })

/** A page of rates, which knows what it is a page of. */
export interface TaxRateList extends Connection<TaxRate> {
  readonly countryCode: string | null
}

/** What is refused leaves the tariffs as they are; forgetting them costs one read. */
async function edited<Value>(
  { commerce, viewer, requestId }: OrdersContext,
  edit: (request: TaxRequest) => Promise<Result<Value, readonly Refusal<TaxRateErrorCode>[]>>,
) {
  const result = await edit({ pool: commerce.pool, clock: commerce.clock, viewer, requestId })
  commerce.tariffs.forget()
  return result.ok ? { value: result.value, userErrors: [] } : { value: null, userErrors: result.error }
}

/** Tax rates. */
export const taxResolvers = {
  Query: {
    async taxRates(_, { first, after, ...given }, { commerce }) {
      const { countryCode: country = null } = readArguments(listing, given)
      const page = parsePage({ first, after }, rateOrder)
      return { ...toConnection(await listRates(commerce.pool, country, page), page), countryCode: country }
    },
  },
  Mutation: {
    async createTaxRate(_, { input }, context) {
      const { value, userErrors } = await edited(context, (request) => createTaxRate(request, input))
      return { taxRate: value, userErrors }
    },
    async updateTaxRate(_, { input }, context) {
      const { value, userErrors } = await edited(context, (request) => updateTaxRate(request, input))
      return { taxRate: value, userErrors }
    },
    async deleteTaxRate(_, { input }, context) {
      const { value, userErrors } = await edited(context, (request) => deleteTaxRate(request, input))
      return { deletedId: value, userErrors }
    },
  },
  TaxRateConnection: {
    totalCount: ({ countryCode: country }, _, { commerce }) => countRates(commerce.pool, country),
  },
} satisfies Resolvers
