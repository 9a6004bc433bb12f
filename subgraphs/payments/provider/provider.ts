import type { Result } from '@agora/errors/result.ts'

import type { DeclineCode } from '../../../schema/events/declineCodes.ts'

/** How a provider says that a payment stands. */
export type ViewStatus = 'PENDING' | 'ACTION_REQUIRED' | 'AUTHORISED' | 'DECLINED' | 'CAPTURED' | 'CANCELLED'

/** Money that a provider was told to give back. */
export interface RefundView {
  /** The provider's own name of it. */
  readonly reference: string
  /** Ours; null for one that did not come from us. */
  readonly refundId: string | null
  readonly amountMinor: bigint
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED'
}

/** A payment as its provider sees it at this moment. Whatever is learnt of a payment, by whichever way, is one of these. */
export interface PaymentView {
  readonly reference: string
  /** Ours, which the provider was told; null for one that did not come from us. */
  readonly paymentId: string | null
  readonly status: ViewStatus
  readonly amountMinor: bigint
  readonly currency: string
  readonly capturedMinor: bigint
  readonly refundedMinor: bigint
  readonly refunds: readonly RefundView[]
  readonly redirectUrl: string | null
  /** Of DECLINED: one of our own codes. */
  readonly declineCode: DeclineCode | null
  /** The provider's opaque name of the card: the same for the same card. */
  readonly fingerprint: string | null
  readonly createdAt: Date
}

/** An authorisation to ask for. */
export interface AuthoriseOrder {
  /** The idempotency key: asked twice, the provider does it once and answers how it stands now. */
  readonly key: string
  readonly paymentId: string
  readonly orderId: string
  readonly amountMinor: bigint
  readonly currency: string
  /** The provider's token of a card or account. */
  readonly methodToken: string
  /** Where the buyer's browser comes back to. */
  readonly returnUrl: string | null
}

/** Something to do with a payment that the provider knows. */
export interface PaymentOrder {
  readonly key: string
  readonly reference: string
  readonly paymentId: string
  /** Of the whole payment. */
  readonly amountMinor: bigint
  readonly currency: string
}

/** Money to give back. */
export interface RefundOrder extends PaymentOrder {
  readonly refundId: string
  /** How much goes back. */
  readonly refundMinor: bigint
}

/** What a provider tells by webhook. It is a hint and no more: how things stand is asked for, so order and repetition do not matter. */
export interface Notice {
  /** Unique at the provider. */
  readonly eventId: string
  readonly reference: string
}

/** Why a webhook is not believed. */
export type WebhookFault = 'NO_SIGNATURE' | 'WRONG_SIGNATURE' | 'TOO_OLD' | 'MALFORMED'

/** A webhook as it came: its bytes and its signature header. */
export interface RawWebhook {
  readonly body: Buffer
  readonly signature: string | undefined
}

/**
 * A payment provider. Every call that changes something carries an idempotency key, and answers how the payment stands after it.
 * A refusal is a view or a ProviderRefusal; whatever else is thrown means "unknown": it may have happened, so the same key is asked again.
 * No call lasts longer than the adapter's own limit. Its signal aborts when nobody waits any longer; an adapter that cannot abort may leave it to its limit.
 */
export interface PaymentProvider {
  /** Kept with each payment; the last part of its webhook's address. */
  readonly name: string
  authorise(order: AuthoriseOrder, signal?: AbortSignal): Promise<PaymentView>
  capture(order: PaymentOrder, signal?: AbortSignal): Promise<PaymentView>
  cancel(order: PaymentOrder, signal?: AbortSignal): Promise<PaymentView>
  refund(order: RefundOrder, signal?: AbortSignal): Promise<PaymentView>
  /** How a payment stands; null when the provider knows no such payment. */
  get(reference: string, signal?: AbortSignal): Promise<PaymentView | null>
  /** The payment that was asked for under our id; null when none arrived there. */
  find(paymentId: string, signal?: AbortSignal): Promise<PaymentView | null>
  /** Payments created at or after a moment, oldest first, page by page. */
  list(since: Date): AsyncIterable<readonly PaymentView[]>
  /** Checks a webhook over its raw bytes. */
  readWebhook(webhook: RawWebhook, now: Date): Result<Notice, WebhookFault>
  close(): Promise<void>
}

/** The provider understood and will not: asking again changes nothing. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The provider did not answer in time: it may still be at it. */
export class ProviderSlow extends Error {
  override readonly name = 'ProviderSlow'
}

/** The view of a payment that a provider would not even begin. */
export function declinedView({ paymentId, amountMinor, currency }: AuthoriseOrder, declineCode: DeclineCode): PaymentView {
  const nothing = { capturedMinor: 0n, refundedMinor: 0n, refunds: [], redirectUrl: null, fingerprint: null }
  return { reference: '', paymentId, status: 'DECLINED', amountMinor, currency, declineCode, createdAt: new Date(0), ...nothing }
}
