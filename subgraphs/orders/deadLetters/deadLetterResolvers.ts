import { z } from 'zod'

import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { causeOf } from '../staffChanges/causeOf.ts'
import type { DeadLetter } from './deadLetter.ts'
import { countDeadLetters, deadLetterOrder, listDeadLetters, type DeadLetterFilter } from './deadLetterReads.ts'
import { redriveDeadLetter } from './redriveDeadLetter.ts'

/** A page of letters, which knows what it is a page of. */
export interface DeadLetterList extends Connection<DeadLetter> {
  readonly filter: DeadLetterFilter
}

const filtering = z.object({
  status: z.enum(['PARKED', 'REDRIVING', 'RESOLVED']).nullish(),
  consumer: z.string().max(100, 'must have at most 100 characters').nullish(),
})

/** Messages that nobody could handle. */
export const deadLetterResolvers = {
  Query: {
    async deadLetters(_, { first, after, ...given }, { commerce }) {
      const { status = null, consumer = null } = readArguments(filtering, given)
      const page = parsePage({ first, after }, deadLetterOrder)
      return { ...toConnection(await listDeadLetters(commerce.pool, { status, consumer }, page), page), filter: { status, consumer } }
    },
  },
  Mutation: {
    async redriveDeadLetter(_, { input }, context) {
      const asked = await redriveDeadLetter(context.commerce, input, causeOf(context))
      return asked.ok ? { deadLetter: asked.value, userErrors: [] } : { deadLetter: null, userErrors: asked.error }
    },
  },
  DeadLetterConnection: {
    totalCount: ({ filter }, _, { commerce }) => countDeadLetters(commerce.pool, filter),
  },
} satisfies Resolvers
