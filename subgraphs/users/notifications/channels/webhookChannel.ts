import { createHmac } from 'node:crypto'

import type { Channel, Delivery } from './channel.ts'

/** Who takes the messages, and the secret that both share. */
export interface WebhookOptions {
  readonly url: string
  readonly secret: string
  /** @default 10,000 */
  readonly timeoutMs?: number
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** The headers that say when a message was handed over, and that it was us. */
export const TIMESTAMP_HEADER = 'x-agora-timestamp'
export const SIGNATURE_HEADER = 'x-agora-signature'

/** `v1=` and the HMAC-SHA256, in hex, of timestamp, a full stop, and the body: an old message cannot be passed off as a new one. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

/** Answers of a server that another attempt may change. */
const PASSING = new Set([408, 425, 429])

/** Hands short messages to whoever speaks to phones, as signed JSON. The key of the message goes along, to be recognised by. */
export function createWebhookChannel({ url, secret, timeoutMs = 10_000, clock = Date.now }: WebhookOptions): Channel {
  return {
    async deliver({ key, to, subject, body: text, correlationId }) {
      const body = JSON.stringify({ id: key, to, subject, text, correlationId })
      const timestamp = String(Math.floor(clock() / 1000))
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': key,
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: signatureOf(secret, timestamp, body),
      }
      try {
        const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
        await answer.body?.cancel()
        return judge(answer.status)
      } catch (error) {
        return { outcome: 'later', code: (error as Error).name === 'TimeoutError' ? 'WEBHOOK_TIMEOUT' : 'WEBHOOK_UNREACHABLE' }
      }
    },
    close: () => {},
  }
}

function judge(status: number): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'sent' }
  const refused = status >= 400 && status < 500 && !PASSING.has(status)
  return { outcome: refused ? 'refused' : 'later', code: `WEBHOOK_${status}` }
}
