import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'

/** The most bytes that a provider's webhook may have. */
export const MAX_WEBHOOK_BYTES = 256 * 1024

/** Hands a provider's webhook on, as it came: `schema/proto/agora/payments/v1/webhooks.proto`. */
export const deliverWebhook = defineMethod({
  service: 'agora.payments.v1.Webhooks',
  method: 'Deliver',
  idempotent: true,
  request: z.object({
    provider: z.string().min(1).max(64),
    body: z.string().max(Math.ceil(MAX_WEBHOOK_BYTES / 3) * 4),
    signature: z.string().max(4096).optional(),
  }),
  response: z.object({ outcome: z.enum(['TAKEN', 'NO_PROVIDER', 'NO_SIGNATURE', 'WRONG_SIGNATURE', 'TOO_OLD', 'MALFORMED']) }),
})
