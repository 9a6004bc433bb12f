import { createHmac, timingSafeEqual } from 'node:crypto'

import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Notice, RawWebhook, WebhookFault } from '../provider.ts'

/** How far a webhook's clock may be from ours, in seconds: what was overheard cannot be sent again tomorrow. */
export const TOLERANCE_SECONDS = 300

const signatureShape = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/
const noticeShape = z.object({ id: z.string().min(1).max(128), data: z.object({ payment: z.object({ id: z.string().min(1).max(128) }) }) })

/** Checks a webhook of the local provider: signature over time and raw bytes, then age, then shape. */
export function readLocalWebhook(
  { body, signature }: RawWebhook,
  { secret, now }: { readonly secret: string; readonly now: Date },
): Result<Notice, WebhookFault> {
  if (signature === undefined) return fail('NO_SIGNATURE')
  const [, seconds = '', given = ''] = signatureShape.exec(signature) ?? []
  const wanted = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest()
  if (given === '' || !timingSafeEqual(Buffer.from(given, 'hex'), wanted)) return fail('WRONG_SIGNATURE')
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > TOLERANCE_SECONDS) return fail('TOO_OLD')
  const notice = noticeShape.safeParse(parse(body))
  return notice.success ? ok({ eventId: notice.data.id, reference: notice.data.data.payment.id }) : fail('MALFORMED')
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
