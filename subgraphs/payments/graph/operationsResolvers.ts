import { z } from 'zod'

import { graphMoney } from '@agora/money/graphMoney.ts'
import { isCurrencyCode } from '@agora/money/money.ts'
import { whole } from '@agora/subgraph-kit/inputFields.ts'
import { readArguments, readInput } from '@agora/subgraph-kit/readInput.ts'

import type { LedgerAccount, Resolvers } from '../__generated__/resolvers.ts'
import type { PaymentsContext } from '../context.ts'
import { accountBalances, ledgerFaults } from '../ledger/ledgerFaults.ts'
import { latestReconciliation, type Reconciliation } from '../reconciliation/reconcile.ts'
import { readVelocity } from '../velocity/readVelocity.ts'
import type { PaymentRefusal } from './confirmPayment.ts'

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
const velocityArguments = z.object({ minutes: whole(5, 1440), minFailures: whole(1, 1_000_000) })
const inputShape = z.object({ since: z.coerce.date().nullish(), mend: z.boolean() })

interface Reconciled {
  readonly reconciliation: Reconciliation | null
  readonly userErrors: readonly PaymentRefusal[]
}

/** Compares the books with the provider. */
export async function reconcilePayments({ reconcile, viewer, logger }: PaymentsContext, given: unknown): Promise<Reconciled> {
  const input = readInput(inputShape, given)
  if (!input.ok) return { reconciliation: null, userErrors: input.error.map((fault) => ({ code: 'INVALID_INPUT', ...fault })) }
  const { since, mend } = input.value
  try {
    const actor = viewer.kind === 'anonymous' ? 'anonymous' : viewer.sub
    return { reconciliation: await reconcile({ since: since ?? new Date(Date.now() - DAY_MS), mend, actor }), userErrors: [] }
  } catch (error) {
    logger.error({ err: error }, 'The books could not be compared')
    return { reconciliation: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE', message: 'The provider does not answer at present', field: null }] }
  }
}

/** What operators read. */
export const operationsQueries = {
  paymentReconciliation: (_, __, { pool }) => latestReconciliation(pool),
  ledgerFaults: (_, __, { pool }) => ledgerFaults(pool),
  paymentFailureVelocity(_, given, { pool }) {
    const { minutes, minFailures } = readArguments(velocityArguments, given)
    return readVelocity(pool, new Date(Date.now() - minutes * MINUTE_MS), minFailures)
  },
  ledgerBalances: async (_, __, { pool }) =>
    (await accountBalances(pool)).flatMap(({ account, currency, amountMinor }) =>
      isCurrencyCode(currency)
        ? [{ account: account as LedgerAccount, balance: graphMoney({ amountMinor: BigInt(amountMinor), currencyCode: currency }) }]
        : [],
    ),
} satisfies NonNullable<Resolvers['Query']>
