import { codedError } from '@agora/errors/graphqlError.ts'
import type { Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { readInput } from '@agora/subgraph-kit/readInput.ts'

import type { MutationResolvers } from '../__generated__/resolvers.ts'
import { checkoutCart } from '../checkout/checkoutCart.ts'
import { invalidInput } from '../checkout/checkoutErrors.ts'
import { checkoutInput } from '../checkout/checkoutInput.ts'
import type { OrdersContext } from '../context.ts'
import { ANSWER_WITHIN_MS, changeOrder, type Changed, type CommonRefusal, type OrderChange } from './changeOrder.ts'
import { addNote, cancel, requestRefund, type OrderRefusal } from './commands.ts'
import { writeNote } from './noteReads.ts'
import type { Order } from './order.ts'
import { mayCancelOrder } from './orderAccess.ts'
import { orderFault, type OrderFault } from './orderErrors.ts'
import { addOrderNoteInput, cancelOrderInput, readOrderInput, refundOrderInput } from './orderInputs.ts'
import { spokenReason } from './spokenReason.ts'

/** The permission tree lets no anonymous viewer get here. */
export function principalOf({ viewer }: Pick<OrdersContext, 'viewer'>): Principal {
  if (viewer.kind === 'anonymous') throw codedError('FORBIDDEN', 'Not authorised')
  return viewer
}

type Change = Omit<OrderChange, 'viewer' | 'requestId' | 'faultOf'>

interface ChangePayload {
  readonly order: Order | null
  readonly madeId: string | null
  readonly userErrors: readonly OrderFault[]
}

/** Makes a change of an order for the viewer and answers the order once it has come to rest. */
async function changing<Input extends { readonly orderId: string; readonly idempotencyKey: string }>(
  given: Result<Input, OrderFault>,
  context: OrdersContext,
  change: (input: Input, viewer: Principal) => Omit<Change, 'orderId' | 'idempotencyKey' | 'asked'>,
): Promise<ChangePayload> {
  if (!given.ok) return { order: null, madeId: null, userErrors: [given.error] }
  const { orderId, idempotencyKey, ...rest } = given.value
  const viewer = principalOf(context)
  const asked = { orderId, ...rest, ...('amountMinor' in rest ? { amountMinor: String(rest.amountMinor) } : {}) }
  const by = { viewer, requestId: context.requestId, faultOf: (code: OrderRefusal | CommonRefusal) => orderFault(code) as OrderFault }
  const made = { ...change(given.value, viewer), ...by, orderId, idempotencyKey, asked }
  return payloadOf(await changeOrder(context.checkout, made), { context, orderId, may: made.may })
}

interface Asked {
  readonly context: OrdersContext
  readonly orderId: string
  readonly may: (order: Order) => boolean
}

async function payloadOf(result: Result<Changed, OrderFault>, { context, orderId, may }: Asked): Promise<ChangePayload> {
  if (result.ok) {
    const order = (await context.checkout.checkouts.settled(result.value.orderId, ANSWER_WITHIN_MS)) ?? null
    return { order, madeId: result.value.madeId, userErrors: [] }
  }
  const order = await context.orders.byIdForBearer(orderId)
  return { order: order !== null && may(order) ? order : null, madeId: null, userErrors: [result.error] }
}

/** Making and changing orders. */
export const orderMutations = {
  async checkout(_, { input }, context) {
    const { quotes, requestId, checkout } = context
    const viewer = principalOf(context)
    const given = readInput(checkoutInput, input)
    if (!given.ok) return { order: null, userErrors: given.error.map(invalidInput) }
    return checkoutCart(checkout, { viewer, quotes, requestId }, given.value)
  },
  cancelOrder: (_, { input }, context) =>
    changing(readOrderInput(cancelOrderInput, input), context, ({ orderId, reason }, viewer) => {
      const { id: reasonId, keep } = spokenReason({ orderId, text: reason, now: context.checkout.clock() })
      return {
        operation: 'cancelOrder',
        madeId: null,
        may: (order) => mayCancelOrder(viewer, order),
        decide: (order) => cancel(order, { code: order.placed.buyer === viewer.sub ? 'CUSTOMER' : 'STAFF', reasonId }),
        beside: keep,
      }
    }),
  async refundOrder(_, { input }, context) {
    const { order, madeId, userErrors } = await changing(readOrderInput(refundOrderInput, input), context, ({ reason, ...command }) => {
      const refundId = newId('Refund')
      const { id: reasonId, keep } = spokenReason({ orderId: command.orderId, text: reason, now: context.checkout.clock() })
      return {
        operation: 'refundOrder',
        madeId: refundId,
        may: () => true,
        decide: (placed) => requestRefund(placed, { ...command, refundId, reasonId }),
        beside: keep,
      }
    })
    const refund = order?.refunds.find(({ refundId }) => refundId === madeId)
    return { order, refund: order === null || refund === undefined ? null : { order, refund }, userErrors }
  },
  addOrderNote: (_, { input }, context) =>
    changing(readOrderInput(addOrderNoteInput, input), context, ({ orderId, text }, { sub }) => {
      const id = newId('OrderNote')
      const note = { id, orderId, authorId: sub, text, createdAt: context.checkout.clock() }
      return {
        operation: 'addOrderNote',
        madeId: id,
        may: () => true,
        decide: (order) => addNote(order, id),
        beside: (client) => writeNote(client, note),
      }
    }),
} satisfies MutationResolvers
