import type pg from 'pg'

import { hasScope, type Viewer } from '@agora/security/viewer.ts'
import type { RequestFacts, SubgraphContext } from '@agora/subgraph-kit/context.ts'
import { createRequestLoader } from '@agora/subgraph-kit/requestLoader.ts'

import { paymentHistories, type PaymentHistory, type ReadEvents } from './graph/history.ts'
import type { Desk } from './payment/desk.ts'
import { readPayments, type StoredPayment } from './payment/paymentRows.ts'
import type { ReconcileOrder, Reconciliation } from './reconciliation/reconcile.ts'

/** What the resolvers of one request share. */
export interface PaymentsContext extends SubgraphContext {
  readonly pool: pg.Pool
  readonly desk: Desk
  /** Compares the books with the provider. */
  reconcile(order: ReconcileOrder): Promise<Reconciliation>
  /** A payment that the viewer may see; null for one that does not exist, and for one that is not theirs: for them it does not. */
  payment(id: string): Promise<StoredPayment | null>
  /** The events of payments, read together. */
  readonly histories: { load(id: string): Promise<PaymentHistory | null> }
}

/** What contexts are made of. */
export interface ContextParts {
  readonly pool: pg.Pool
  readonly desk: Desk
  readonly readEvents: ReadEvents
  readonly reconcile: (order: ReconcileOrder) => Promise<Reconciliation>
}

/** Whether a viewer may see a payment: its buyer, and staff that may read payments. */
export const maySee = (viewer: Viewer, { state }: StoredPayment): boolean =>
  viewer.kind !== 'anonymous' && (viewer.sub === state.buyer || hasScope(viewer, 'payments:read'))

/** Makes the context of a request. */
export function createContextOf({ pool, desk, readEvents, reconcile }: ContextParts): (facts: RequestFacts) => PaymentsContext {
  return (facts) => {
    const payments = createRequestLoader(
      (ids: readonly string[]) => readPayments(pool, ids),
      ({ id }) => id,
    )
    return {
      ...facts,
      pool,
      desk,
      reconcile,
      histories: createRequestLoader(
        (ids: readonly string[]) => paymentHistories(readEvents, ids),
        ({ id }) => id,
      ),
      async payment(id) {
        const found = await payments.load(id)
        return found !== null && maySee(facts.viewer, found) ? found : null
      },
    }
  }
}
