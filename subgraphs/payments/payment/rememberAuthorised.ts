import type { StoredPayment } from './paymentRows.ts'

/** Payments that this process has just seen authorised: between that and their capture there are some milliseconds. */
export interface AuthorisedPayments {
  /** Takes note of how a payment stands now; one that is not authorised is forgotten. */
  note(payment: StoredPayment): void
  find(id: string): StoredPayment | undefined
}

/** Remembers so many of them, the latest. Whose capture takes longer is read. */
export function rememberAuthorised(most = 1000): AuthorisedPayments {
  const payments = new Map<string, StoredPayment>()
  return {
    note(payment) {
      payments.delete(payment.id)
      if (payment.state.status !== 'AUTHORISED') return
      payments.set(payment.id, payment)
      if (payments.size <= most) return
      const [oldest] = payments.keys()
      if (oldest !== undefined) payments.delete(oldest)
    },
    find: (id) => payments.get(id),
  }
}
