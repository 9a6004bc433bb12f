import { hasScope, type Viewer } from '@agora/security/viewer.ts'

import type { Order } from './order.ts'

/** Whether the viewer may read an order, and whom it is for. */
export function mayReadOrder(viewer: Viewer, { placed }: Pick<Order, 'placed'>): boolean {
  return viewer.kind !== 'anonymous' && (viewer.sub === placed.buyer || hasScope(viewer, 'orders:read'))
}

/** Whether the viewer may cancel an order. */
export function mayCancelOrder(viewer: Viewer, { placed }: Pick<Order, 'placed'>): boolean {
  return viewer.kind !== 'anonymous' && (viewer.sub === placed.buyer || hasScope(viewer, 'orders:write'))
}
