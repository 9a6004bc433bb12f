import { createHash } from 'node:crypto'

import { createTransport } from 'nodemailer'

import { htmlOf } from '../html.ts'
import type { Channel, Delivery, Message } from './channel.ts'

/** Where mail is handed over, and as whom. */
export interface SmtpOptions {
  readonly url: string
  readonly from: string
  /** Milliseconds that may pass without a word from the server. @default 15,000 */
  readonly patienceMs?: number
}

/** Whoever drips a byte now and then is not waited for any longer than this. */
const MOST_MS = 60_000

/** Hands e-mail to a server. Each message has a connection of its own: nothing is sent again behind our back. */
export function createSmtpChannel({ url, from, patienceMs = 15_000 }: SmtpOptions): Channel {
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, dnsTimeout: patienceMs }
  const transport = createTransport({ url, ...patience, disableFileAccess: true, disableUrlAccess: true })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    async deliver(message) {
      try {
        await within(MOST_MS, transport.sendMail(mailOf(message, { from, domain })))
        return { outcome: 'sent' }
      } catch (error) {
        return failureOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** The Message-ID of a message: it says nothing, and is the same at every attempt. */
export const messageIdOf = (key: string, domain: string): string => `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`

// Encoding would keep a line break from ending a header; nothing that breaks lines has any business there in the first place.
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

function mailOf({ key, to, name, subject, body, correlationId }: Message, { from, domain }: { from: string; domain: string }) {
  return {
    from: { name: 'Agora', address: from },
    to: { name: oneLine(name ?? ''), address: to },
    // Where it goes is what was checked, not what a reader of headers makes of them.
    envelope: { from, to: [to] },
    messageId: messageIdOf(key, domain),
    subject: oneLine(subject),
    text: body,
    html: htmlOf(subject, body),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Correlation-Id': oneLine(correlationId) },
  }
}

async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('The server takes too long'), { code: 'ETIMEDOUT' })), milliseconds)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** A server's 5xx about the message is its last word. All else may pass: its 4xx, a lost connection, and a password that an operator has to mend. */
function failureOf(error: unknown): Delivery {
  const { code = 'UNKNOWN', responseCode } = error as { readonly code?: string; readonly responseCode?: number }
  const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  const permanent = aboutMessage && (responseCode === undefined || responseCode >= 500)
  return { outcome: permanent ? 'refused' : 'later', code: responseCode === undefined ? `SMTP_${code}` : `SMTP_${responseCode}` }
}
