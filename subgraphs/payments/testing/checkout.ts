import type { Caller } from '@agora/rpc/caller.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import { authorise, capture, refund, voidPayment } from '@agora/rpc/methods/payments.ts'

/** An authorisation as a test asks for it. */
export interface AskedAuthorisation {
  readonly orderId: string
  readonly method?: string
  readonly amountMinor?: string
  readonly currency?: string
  readonly buyer?: string
  readonly returnUrl?: string
  readonly key?: string
  /** How long the call is waited for. @default 10 s */
  readonly timeoutMs?: number
}

/** Who pays in these tests, unless they say otherwise. */
export const BUYER = 'usr_01h455vb4pex5vsknk084sn02b'

/** The part of orders: what its checkout asks, in one word each. A fault of the call is answered as its code. */
export function createCheckout(caller: Caller) {
  const ask = async <Request, Response>(
    method: RpcMethod<Request, Response>,
    request: Request,
    timeoutMs = 10_000,
  ): Promise<Response | { readonly fault: string }> => {
    const answer = await caller.call(method, request, { timeoutMs, requestId: 'req-of-the-test' })
    return answer.ok ? answer.value : { fault: answer.error.code }
  }
  return {
    authorise({ orderId, method = 'pm_card_visa', amountMinor = '12500', currency = 'EUR', buyer = BUYER, returnUrl, ...rest }: AskedAuthorisation) {
      const { key = `${orderId}:authorise`, timeoutMs } = rest
      const back = returnUrl === undefined ? {} : { returnUrl }
      return ask(authorise, { key, orderId, buyer, amountMinor, currency, paymentMethod: method, ...back }, timeoutMs)
    },
    capture: (orderId: string, { attempt = 'capture', timeoutMs }: { readonly attempt?: string; readonly timeoutMs?: number } = {}) =>
      ask(capture, { key: `${orderId}:${attempt}`, orderId }, timeoutMs),
    void: (orderId: string) => ask(voidPayment, { key: `${orderId}:void`, orderId }),
    refund: (orderId: string, refundId: string, amountMinor?: string) =>
      ask(refund, { key: `${orderId}:refund:${refundId}`, orderId, refundId, ...(amountMinor === undefined ? {} : { amountMinor }) }),
  }
}
