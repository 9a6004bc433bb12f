import Stripe from 'stripe'
import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Notice, RawWebhook, WebhookFault } from '../provider.ts'

const TOLERANCE_SECONDS = 300
/** Events of an intent name it by their object's id, those of charges and refunds by a field of it. */
const noticeShape = z.object({
  id: z.string().min(1).max(128),
  data: z.object({ object: z.object({ id: z.string(), object: z.string(), payment_intent: z.string().nullish() }) }),
})

/** Checks a webhook of Stripe as the SDK does, over the raw bytes. */
export function readStripeWebhook(
  webhooks: Stripe['webhooks'],
  { body, signature }: RawWebhook,
  { secret, now }: { readonly secret: string; readonly now: Date },
): Result<Notice, WebhookFault> {
  if (signature === undefined) return fail('NO_SIGNATURE')
  let event: unknown
  try {
    event = webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime())
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) return fail('MALFORMED')
    return fail(/tolerance/.test(error.message) ? 'TOO_OLD' : 'WRONG_SIGNATURE')
  }
  const notice = noticeShape.safeParse(event)
  if (!notice.success) return fail('MALFORMED')
  const { id, object, payment_intent: intent } = notice.data.data.object
  const reference = object === 'payment_intent' ? id : intent
  return reference == null ? fail('MALFORMED') : ok({ eventId: notice.data.id, reference })
}
