import type { z } from 'zod'

import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { abandon, resume } from '../checkout/standstill.ts'
import type { OrdersContext } from '../context.ts'
import { ANSWER_WITHIN_MS } from '../order/changeOrder.ts'
import type { Decision } from '../order/commands.ts'
import type { Order } from '../order/order.ts'
import { orderFault, type OrderFault, type SagaErrorCode } from '../order/orderErrors.ts'
import { cancelSagaInput, readOrderInput, retrySagaInput } from '../order/orderInputs.ts'
import { principalOf } from '../order/orderMutations.ts'
import { spokenReason, type SpokenReason } from '../order/spokenReason.ts'
import { countSagas, listSagas, sagaOrder, type Saga, type SagaStatus } from './sagaReads.ts'
import { sagaSteps } from './sagaSteps.ts'

/** A page of sagas, which knows what it is a page of. */
export interface SagaList extends Connection<Saga> {
  readonly status: SagaStatus | null
}

interface SagaPayload {
  readonly order: Order | null
  readonly userErrors: readonly OrderFault<SagaErrorCode>[]
}

/** What is done about a saga, and what is written beside it. */
interface Handling {
  readonly decide: (order: Order) => Decision
  readonly beside?: SpokenReason['keep']
}

/** Does something about a saga that stands still, and answers its order once it has come to rest. */
async function handling<Input extends { readonly orderId: string }>(
  { input, shape }: { readonly input: unknown; readonly shape: z.ZodType<Input> },
  context: OrdersContext,
  handle: (input: Input) => Handling,
): Promise<SagaPayload> {
  const given = readOrderInput(shape, input)
  if (!given.ok) return { order: null, userErrors: [given.error] }
  const { orderId } = given.value
  const { checkouts } = context.checkout
  const result = await checkouts.command({
    orderId,
    metadata: { correlationId: context.requestId, causationId: null, actor: principalOf(context).sub },
    ...handle(given.value),
  })
  if (result === undefined) return { order: null, userErrors: [orderFault('ORDER_NOT_FOUND')] }
  const order = (await checkouts.settled(orderId, ANSWER_WITHIN_MS)) ?? null
  return { order, userErrors: result.ok ? [] : [orderFault(result.error) as OrderFault<SagaErrorCode>] }
}

/** Looking after sagas. */
export const sagaResolvers = {
  Query: {
    async sagas(_, { status, first, after }, { checkout }) {
      const page = parsePage({ first, after }, sagaOrder)
      return { ...toConnection(await listSagas(checkout.pool, status ?? null, page), page), status: status ?? null }
    },
  },
  Mutation: {
    retrySaga: (_, { input }, context) => handling({ input, shape: retrySagaInput }, context, () => ({ decide: resume })),
    cancelSaga: (_, { input }, context) =>
      handling({ input, shape: cancelSagaInput }, context, ({ orderId, reason }) => {
        const { id: reasonId, keep } = spokenReason({ orderId, text: reason, now: context.checkout.clock() })
        return { decide: (order) => abandon(order, { code: 'GIVEN_UP', reasonId }), beside: keep }
      }),
  },
  SagaConnection: { totalCount: ({ status }, _, { checkout }) => countSagas(checkout.pool, status) },
  Saga: {
    order: ({ orderId }, _, { orders }) => orders.byId(orderId),
    steps: async ({ orderId }, _, { orders }) => sagaSteps(orderId, await orders.eventsOf(orderId)),
  },
} satisfies Resolvers
