import { z } from 'zod'

import type { ChannelName } from './channel.ts'

const webhook = z.url({ protocol: /^https?$/ }).optional()
const secret = z.string().min(32).optional()

/** What the processes of this domain are told of the channels. Both must be told the same: one records, the other sends. */
export const channelSettings = {
  /** `smtps://user:password@host:465` or `smtp://host:587`; further options as a query, such as `?requireTLS=true`. Unset: no e-mail is sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The sender, and behind its `@` the domain of every Message-ID. */
  MAIL_FROM: z.email().default('agora@localhost.localdomain'),
  /** Takes text messages as signed JSON; with SMS_WEBHOOK_SECRET. */
  SMS_WEBHOOK_URL: webhook,
  SMS_WEBHOOK_SECRET: secret,
  /** The same for push messages. */
  PUSH_WEBHOOK_URL: webhook,
  PUSH_WEBHOOK_SECRET: secret,
} as const

/** They, as read. */
export type ChannelSettings = z.infer<z.ZodObject<typeof channelSettings>>

/** What happens to a message of a channel: it waits to be sent, it is kept where a developer reads it, or it is recorded as not sent. */
export type Handling = 'QUEUED' | 'DEV_INBOX' | 'NOT_CONFIGURED'

/** What happens to the messages of each channel. */
export type Handlings = Readonly<Record<ChannelName, Handling>>

/** Where development doors are open no e-mail leaves the machine, whatever else is set. A webhook without its secret is not configured. */
export function handlingsOf(settings: ChannelSettings & { readonly DEV: boolean }): Handlings {
  const { DEV, SMTP_URL, SMS_WEBHOOK_URL, SMS_WEBHOOK_SECRET, PUSH_WEBHOOK_URL, PUSH_WEBHOOK_SECRET } = settings
  const ifGiven = (...values: readonly (string | undefined)[]): Handling => (values.includes(undefined) ? 'NOT_CONFIGURED' : 'QUEUED')
  return {
    EMAIL: DEV ? 'DEV_INBOX' : ifGiven(SMTP_URL),
    SMS: ifGiven(SMS_WEBHOOK_URL, SMS_WEBHOOK_SECRET),
    PUSH: ifGiven(PUSH_WEBHOOK_URL, PUSH_WEBHOOK_SECRET),
  }
}
