import { createHmac } from 'node:crypto'

import type { Logger } from '@agora/logger/logger.ts'

import type { Vault } from './vault.ts'

/** The header that signs a webhook: `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "<t>.<body>">`. */
export const SIGNATURE_HEADER = 'provider-signature'

/** Signs a webhook as it leaves: the time is part of what is signed, so that an old one cannot be sent again later. */
export function signWebhook(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** Where webhooks go and how they are signed. */
export interface WebhookOptions {
  readonly vault: Vault
  readonly url: string | undefined
  readonly secret: string
  readonly clock: () => Date
  readonly logger: Logger
}

const AT_ONCE = 20
const TIMEOUT_MS = 5000
const MAX_ATTEMPTS = 12
const FIRST_PAUSE_MS = 250

/** Sends what is due, some at a time and in no order; what was not taken comes again, later each time, until it is given up. */
export function createDeliveries({ vault, url, secret, clock, logger }: WebhookOptions): () => Promise<void> {
  const deliver = async (to: string, { id, body, attempts }: { id: number; body: string; attempts: number }): Promise<void> => {
    const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signWebhook(secret, body, clock()) }
    const answer = await fetch(to, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok === true) return vault.delivered(id)
    logger.warn({ delivery: id, status: answer?.status, attempts: attempts + 1 }, 'A webhook was not taken')
    if (attempts + 1 >= MAX_ATTEMPTS) return vault.delivered(id)
    vault.deliverAgain(id, clock().getTime() + FIRST_PAUSE_MS * 2 ** attempts)
  }
  return async () => {
    if (url === undefined) return
    const due = vault.dueDeliveries(clock().getTime(), AT_ONCE)
    await Promise.all(due.map((delivery) => deliver(url, delivery)))
  }
}
