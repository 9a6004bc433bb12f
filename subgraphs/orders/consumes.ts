/** What this domain reads from the bus, by the name of the consumer. */
export const consumes = {
  /** Has checkouts that wait for a payment look at it again. */
  checkouts: { topics: ['payments'], types: ['payment.authorised', 'payment.declined', 'payment.refunded', 'payment.refundFailed'] },
  /** Has confirmed orders packed. */
  fulfilment: { topics: ['orders'], types: ['order.confirmed'] },
  /** Shows what no consumer of any domain could handle. */
  'dead-letters': { topics: ['dead-letters'], types: ['deadLetter.parked', 'deadLetter.resolved'] },
  /** Counts sales by the minute. */
  sales: { topics: ['orders'], types: ['order.confirmed'] },
  /** Knows the accounts that reports list. */
  accounts: { topics: ['users'], types: ['user.registered', 'user.deactivated', 'user.reactivated'] },
} as const
