import { answer, settleRefund, type ProviderPayment } from './account.ts'
import type { Desk, DeskParts } from './desk.ts'
import type { Flags } from './flags.ts'

const AT_ONCE = 100

/** Gives the answers that were promised for later and are due now. */
export function createLateAnswers(desk: Desk, { vault, clock }: DeskParts): () => void {
  const give = (payment: ProviderPayment, kind: string, flags: Flags): void => {
    const [what, refundId = ''] = kind.split(' ')
    const outcome =
      what === 'refund'
        ? settleRefund(payment, refundId, flags.failRefunds ? 'failed' : 'succeeded')
        : answer(payment, what === 'authorise', 'card_declined')
    desk.settle(outcome, flags)
  }
  return () =>
    vault.inTransaction(() => {
      const flags = vault.flags()
      for (const { id, paymentId, kind } of vault.dueAnswers(clock().getTime(), AT_ONCE)) {
        const payment = vault.payment(paymentId)
        if (payment !== undefined) give(payment, kind, flags)
        vault.answered(id)
      }
    })
}
