import type { Result } from '@agora/errors/result.ts'
import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { abandon, resume } from '../checkout/standstill.ts'
import type { OrdersContext } from '../context.ts'
import { ANSWER_WITHIN_MS, changeOrder, type CommonRefusal, type OrderChange } from '../order/changeOrder.ts'
import type { OrderRefusal } from '../order/commands.ts'
import type { Order } from '../order/order.ts'
import { orderFault, type OrderFault, type SagaErrorCode } from '../order/orderErrors.ts'
import { cancelSagaInput, readOrderInput, retrySagaInput } from '../order/orderInputs.ts'
import { principalOf } from '../order/orderMutations.ts'
import { spokenReason } from '../order/spokenReason.ts'
import { readable } from '../order/unreadable.ts'
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

type Handling = Pick<OrderChange, 'operation' | 'decide' | 'beside'>

/** Does something about a saga that stands still, once a key, and answers its order once it has come to rest. */
async function handling<Input extends { readonly orderId: string; readonly idempotencyKey: string }>(
  given: Result<Input, OrderFault<'INVALID_INPUT'>>,
  context: OrdersContext,
  handle: (input: Input) => Handling,
): Promise<SagaPayload> {
  if (!given.ok) return { order: null, userErrors: [given.error] }
  const { orderId, idempotencyKey, ...rest } = given.value
  const by = { viewer: principalOf(context), requestId: context.requestId, faultOf, may: () => true, madeId: null }
  const change = { ...by, ...handle(given.value), orderId, idempotencyKey, asked: { orderId, ...rest } }
  return readable(
    changeOrder(context.checkout, change).then((result) => payloadOf(context, orderId, result.ok ? [] : [result.error])),
    UNREADABLE,
  )
}

const faultOf = (code: OrderRefusal | CommonRefusal) => orderFault(code) as OrderFault<SagaErrorCode>
const UNREADABLE: SagaPayload = { order: null, userErrors: [orderFault('UNREADABLE')] }

async function payloadOf({ checkout }: OrdersContext, orderId: string, userErrors: SagaPayload['userErrors']): Promise<SagaPayload> {
  return { order: (await checkout.checkouts.settled(orderId, ANSWER_WITHIN_MS)) ?? null, userErrors }
}

/** Goes on with a saga. One that was parked because a release could not read its order is looked at by this one, which may. */
async function retrying(context: OrdersContext, input: unknown): Promise<SagaPayload> {
  const given = readOrderInput(retrySagaInput, input)
  if (given.ok && (await context.checkout.checkouts.lookAgain(given.value.orderId)))
    return readable(payloadOf(context, given.value.orderId, []), UNREADABLE)
  return handling(given, context, () => ({ operation: 'retrySaga', decide: resume }))
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
    retrySaga: (_, { input }, context) => retrying(context, input),
    cancelSaga: (_, { input }, context) =>
      handling(readOrderInput(cancelSagaInput, input), context, ({ orderId, reason }) => {
        const { id: reasonId, keep } = spokenReason({ orderId, text: reason, now: context.checkout.clock() })
        return { operation: 'cancelSaga', decide: (order) => abandon(order, { code: 'GIVEN_UP', reasonId }), beside: keep }
      }),
  },
  SagaConnection: { totalCount: ({ status }, _, { checkout }) => countSagas(checkout.pool, status) },
  Saga: {
    order: ({ orderId }, _, { orders }) => readable(orders.byId(orderId), null),
    steps: ({ orderId }, _, { orders }) =>
      readable(
        orders.eventsOf(orderId).then((events) => sagaSteps(orderId, events)),
        [],
      ),
  },
} satisfies Resolvers
