import type { Channels } from './channel.ts'
import type { ChannelSettings } from './settings.ts'
import { createSmtpChannel } from './smtpChannel.ts'
import { createWebhookChannel } from './webhookChannel.ts'

/** Opens the channels that are configured; in the place of e-mail the development inbox where its doors are open. */
export function openChannels(settings: ChannelSettings & { readonly DEV: boolean }): Channels {
  const { DEV, SMTP_URL, MAIL_FROM, SMS_WEBHOOK_URL, SMS_WEBHOOK_SECRET, PUSH_WEBHOOK_URL, PUSH_WEBHOOK_SECRET } = settings
  return {
    ...(DEV ? { EMAIL: developmentInbox } : SMTP_URL !== undefined && { EMAIL: createSmtpChannel({ url: SMTP_URL, from: MAIL_FROM }) }),
    ...(SMS_WEBHOOK_URL !== undefined &&
      SMS_WEBHOOK_SECRET !== undefined && { SMS: createWebhookChannel({ url: SMS_WEBHOOK_URL, secret: SMS_WEBHOOK_SECRET }) }),
    ...(PUSH_WEBHOOK_URL !== undefined &&
      PUSH_WEBHOOK_SECRET !== undefined && { PUSH: createWebhookChannel({ url: PUSH_WEBHOOK_URL, secret: PUSH_WEBHOOK_SECRET }) }),
  }
}

/** Hands nothing over: the row that the message was recorded in is what the inbox shows. */
const developmentInbox = { deliver: async () => ({ outcome: 'kept' }) as const, close: () => {} }
