import { allOf, anyone, scope, signedIn, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// Whose a payment is, is not asked here but in context.ts: a payment of somebody else is not denied, it does not exist.
const readPayments = scope('payments:read')
const operate = scope('operations:write')

/** Who may read and do what; whatever is not listed is denied. */
export const permissions: PermissionTree = {
  Query: {
    payments: readPayments,
    paymentReconciliation: readPayments,
    ledgerFaults: readPayments,
    ledgerBalances: readPayments,
    paymentFailureVelocity: readPayments,
  },
  Mutation: { confirmPayment: signedIn, reconcilePayments: operate },
  Order: { id: anyone, payment: signedIn },
  Payment: { id: anyone, '*': signedIn },
  PaymentAction: signedIn,
  PaymentRefund: signedIn,
  PaymentHistoryEntry: signedIn,
  PaymentConnection: { '*': readPayments },
  PaymentEdge: { '*': readPayments },
  PaymentReconciliation: { '*': readPayments },
  PaymentDifference: { '*': readPayments },
  LedgerFault: { '*': readPayments },
  PaymentFailureVelocity: { '*': readPayments },
  LedgerBalance: { '*': readPayments },
  ReconcilePaymentsPayload: { '*': operate, reconciliation: allOf(operate, readPayments) },
  ConfirmPaymentPayload: { '*': signedIn },
  PaymentUserError: { '*': anyone },
  Money: { '*': anyone },
  PageInfo: { '*': anyone },
}
