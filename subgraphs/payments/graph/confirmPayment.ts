import { z } from 'zod'

import { inTransaction } from '@agora/database/transaction.ts'
import { codedError } from '@agora/errors/graphqlError.ts'
import { ok } from '@agora/errors/result.ts'
import { hashRequest } from '@agora/idempotency/keyedRequest.ts'
import { once } from '@agora/idempotency/once.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { fieldPath, readInput } from '@agora/subgraph-kit/readInput.ts'

import type { PaymentErrorCode } from '../__generated__/resolvers.ts'
import type { PaymentsContext } from '../context.ts'
import { isUnsettled } from '../payment/payment.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { paymentIdOf } from '../payment/payments.ts'

/** A refusal as the graph shows it. */
export interface PaymentRefusal {
  readonly code: PaymentErrorCode
  readonly message: string
  readonly field: readonly string[] | null
}

interface Confirmed {
  readonly payment: StoredPayment | null
  readonly userErrors: readonly PaymentRefusal[]
}

const inputShape = z.object({
  orderId: z.string().refine((text) => isId('Order', text), 'is not the id of an order'),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{8,128}$/, 'must have 8–128 printable ASCII characters and no space'),
})

const notFound: PaymentRefusal = { code: 'PAYMENT_NOT_FOUND', message: 'You have no such order whose payment was begun', field: fieldPath('orderId') }
const keyReused: PaymentRefusal = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'The idempotency key was used before with another input',
  field: fieldPath('idempotencyKey'),
}
const unavailable: PaymentRefusal = {
  code: 'PROVIDER_UNAVAILABLE',
  message: 'The provider does not answer at present, try again shortly',
  field: null,
}

/** Asks the provider how the viewer's payment stands now. */
export async function confirmPayment(context: PaymentsContext, given: unknown): Promise<Confirmed> {
  const input = readInput(inputShape, given)
  if (!input.ok) return { payment: null, userErrors: input.error.map((fault) => ({ code: 'INVALID_INPUT', ...fault })) }
  const viewer = principalOf(context)
  const payment = await context.payment(paymentIdOf(input.value.orderId) ?? '')
  // Staff may look at it, but only the buyer comes back from the provider.
  if (payment === null || payment.state.buyer !== viewer.sub) return { payment: null, userErrors: [notFound] }
  if (!(await takesKey(context, viewer, input.value))) return { payment: null, userErrors: [keyReused] }
  if (!isUnsettled(payment.state)) return { payment, userErrors: [] }
  try {
    const metadata = { correlationId: context.requestId, causationId: null, actor: viewer.sub }
    return { payment: await context.desk.refresh(payment, { metadata }), userErrors: [] }
  } catch (error) {
    context.logger.warn({ err: error, paymentId: payment.id }, 'The provider could not be asked')
    return { payment, userErrors: [unavailable] }
  }
}

/**
 * Whether the key is this order's. Nothing is stored but that: the answer of a repeated call is how the payment stands then, for asking a provider twice does no harm.
 */
async function takesKey(
  { pool }: PaymentsContext,
  { sub }: Principal,
  { orderId, idempotencyKey: key }: z.infer<typeof inputShape>,
): Promise<boolean> {
  const request = { actorSub: sub, operation: 'confirmPayment', key, requestHash: hashRequest(orderId) }
  const taken = await inTransaction(pool, (client) =>
    once(client, { request, now: new Date(), read: () => null, reused: keyReused }, async () => ok(null)),
  )
  return taken.ok
}

function principalOf({ viewer }: PaymentsContext): Principal {
  if (viewer.kind === 'anonymous') throw codedError('FORBIDDEN', 'Not authorised')
  return viewer
}
