import { z } from 'zod'

import { fail } from '@agora/errors/result.ts'

import { answer, cancel, capture, refund, type Outcome, type ProviderPayment } from './account.ts'
import { amountShape, createAuthorise } from './authorise.ts'
import { createDesk, missing, serial, type DeskParts, type Done, type RequestKey } from './desk.ts'
import type { Flags } from './flags.ts'
import { createLateAnswers } from './lateAnswers.ts'

/** What a merchant sends to take held money. */
export const captureShape = z.strictObject({ amount: amountShape.optional() })
/** What a merchant sends to let go of it. */
export const cancelShape = z.strictObject({})
/** What a merchant sends to give it back. */
export const refundShape = z.strictObject({ merchantReference: z.string().min(1).max(128), amount: amountShape })

/** The provider's business. Each operation is one transaction: payment, key, webhook and what is answered later are kept together. */
export function createOperations(parts: DeskParts) {
  const { vault, clock } = parts
  const desk = createDesk(parts)

  const change = (id: string, key: RequestKey, work: (payment: ProviderPayment, flags: Flags) => Outcome): Done =>
    desk.once(key, () => {
      const payment = vault.payment(id)
      const flags = vault.flags()
      return payment === undefined ? fail(missing) : desk.settle(work(payment, flags), flags)
    })

  const giveBack = (payment: ProviderPayment, asked: z.infer<typeof refundShape>, flags: Flags): Outcome => {
    const id = serial('re', clock())
    const outcome = refund(payment, { id, ...asked }, flags.laterRefunds ? 'pending' : flags.failRefunds ? 'failed' : 'succeeded')
    if (flags.laterRefunds && 'payment' in outcome) vault.answerLater(payment.id, `refund ${id}`, clock().getTime() + flags.laterMs)
    return outcome
  }

  return {
    authorise: createAuthorise(desk, parts),
    capture: (id: string, key: RequestKey, asked: z.infer<typeof captureShape>) => change(id, key, (payment) => capture(payment, asked.amount)),
    cancel: (id: string, key: RequestKey) => change(id, key, cancel),
    refund: (id: string, key: RequestKey, asked: z.infer<typeof refundShape>) => change(id, key, (payment, flags) => giveBack(payment, asked, flags)),
    get: desk.found,
    /** The buyer's answer on the page of the provider. */
    confirm: (redirectSecret: string, approved: boolean): Done =>
      vault.inTransaction(() => {
        const payment = vault.byRedirectSecret(redirectSecret)
        return payment === undefined ? fail(missing) : desk.settle(answer(payment, approved, 'authentication_failed'), vault.flags())
      }),
    answerDue: createLateAnswers(desk, parts),
  }
}

/** All that can be done here. */
export type Operations = ReturnType<typeof createOperations>
