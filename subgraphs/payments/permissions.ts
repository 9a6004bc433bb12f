import { anyone, scope, signedIn, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// Whose a payment is, is not asked here but in context.ts: a payment of somebody else is not denied, it does not exist.
const readPayments = scope('payments:read')

/** Who may read and do what; whatever is not listed is denied. */
export const permissions: PermissionTree = {
  Query: { payments: readPayments },
  Mutation: { confirmPayment: signedIn },
  Order: { id: anyone, payment: signedIn },
  Payment: { id: anyone, '*': signedIn },
  PaymentAction: signedIn,
  PaymentRefund: signedIn,
  PaymentHistoryEntry: signedIn,
  PaymentConnection: { '*': readPayments },
  PaymentEdge: { '*': readPayments },
  ConfirmPaymentPayload: { '*': signedIn },
  PaymentUserError: { '*': anyone },
  Money: { '*': anyone },
  PageInfo: { '*': anyone },
}
