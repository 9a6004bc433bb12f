import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import type { PaymentView } from '../provider/provider.ts'
import { observe, sameMoney } from './observe.ts'
import { refundable, type Payment } from './payment.ts'

/** What may be asked of a payment. */
export type PaymentCommand =
  | {
      readonly type: 'start'
      readonly orderId: string
      readonly buyer: string
      readonly amountMinor: bigint
      readonly currency: CurrencyCode
      readonly provider: string
    }
  /** Takes note of how the provider says that it stands. */
  | { readonly type: 'observe'; readonly view: PaymentView }
  /** Ends it although the provider never heard of it. */
  | { readonly type: 'giveUp' }
  /** Begins to give money back: `amountMinor`, or all that is left. */
  | { readonly type: 'startRefund'; readonly refundId: string; readonly amountMinor: bigint | null }
  /** Notes that the provider will not give it back. */
  | { readonly type: 'failRefund'; readonly refundId: string; readonly code: string }

/** Why a command is refused. */
export type PaymentRefusal = 'NO_PAYMENT' | 'OTHER_PAYMENT' | 'OTHER_MONEY' | 'NOT_CAPTURED' | 'TOO_MUCH' | 'REFUND_REUSED' | 'AT_THE_PROVIDER'

/** Decides what happens; nothing when it has happened already. */
export function decide(command: PaymentCommand, state: Payment): Result<readonly PaymentEvent[], PaymentRefusal> {
  switch (command.type) {
    case 'start':
      return start(command, state)
    case 'observe':
      if (state.status === 'NONE') return fail('NO_PAYMENT')
      return sameMoney(state, command.view) ? ok(observe(state, command.view)) : fail('OTHER_MONEY')
    case 'giveUp':
      return giveUp(state)
    case 'startRefund':
      return startRefund(command, state)
    case 'failRefund':
      return failRefund(command, state)
  }
}

type Command<Type extends PaymentCommand['type']> = Extract<PaymentCommand, { readonly type: Type }>
type Decision = Result<readonly PaymentEvent[], PaymentRefusal>

const moneyOf = ({ orderId, buyer, amountMinor, currency }: Payment) => ({ orderId, buyer, amountMinor: amountMinor.toString(), currency })

function start({ orderId, buyer, amountMinor, currency, provider }: Command<'start'>, state: Payment): Decision {
  if (state.status === 'NONE') {
    const data = { orderId, buyer, amountMinor: amountMinor.toString(), currency, provider, methodFingerprint: null }
    return ok([{ type: 'payment.started', data }])
  }
  const same = state.orderId === orderId && state.buyer === buyer && state.amountMinor === amountMinor && state.currency === currency
  return same ? ok([]) : fail('OTHER_PAYMENT')
}

function giveUp(state: Payment): Decision {
  switch (state.status) {
    case 'STARTED':
    case 'PENDING':
    case 'ACTION_REQUIRED':
      return ok([{ type: 'payment.voided', data: moneyOf(state) }])
    case 'DECLINED':
    case 'VOIDED':
      return ok([])
    case 'NONE':
      return fail('NO_PAYMENT')
    case 'AUTHORISED':
    case 'CAPTURED':
      return fail('AT_THE_PROVIDER')
  }
}

function startRefund({ refundId, amountMinor }: Command<'startRefund'>, state: Payment): Decision {
  if (state.status === 'NONE') return fail('NO_PAYMENT')
  if (state.status !== 'CAPTURED') return fail('NOT_CAPTURED')
  const known = state.refunds.find((refund) => refund.refundId === refundId)
  if (known !== undefined) return amountMinor === null || known.amountMinor === amountMinor ? ok([]) : fail('REFUND_REUSED')
  const left = refundable(state)
  const amount = amountMinor ?? left
  if (amount <= 0n || amount > left) return fail('TOO_MUCH')
  return ok([{ type: 'payment.refundStarted', data: { ...moneyOf(state), amountMinor: amount.toString(), refundId } }])
}

function failRefund({ refundId, code }: Command<'failRefund'>, state: Payment): Decision {
  const open = state.refunds.find((refund) => refund.refundId === refundId && refund.status === 'STARTED')
  if (open === undefined) return ok([])
  return ok([{ type: 'payment.refundFailed', data: { ...moneyOf(state), amountMinor: open.amountMinor.toString(), refundId, code } }])
}
