import type { Id } from '@agora/ids/typeId.ts'
import type { CurrencyCode, Money } from '@agora/money/money.ts'
import { hasScope, type Principal, type Viewer } from '@agora/security/viewer.ts'

/** The most pieces of one variant in a cart. */
export const MAX_QUANTITY = 99
/** The most lines in a cart: what one Quote answers for. */
export const MAX_LINES = 100

const HOUR_MS = 3_600_000
/** How long a guest's cart lives, counted from the start of the guest session: as long as its token. */
const GUEST_CART_MS = 24 * HOUR_MS
/** How long a user's cart lives after its last change. */
const USER_CART_MS = 90 * 24 * HOUR_MS

/** A cart that is open, with all its lines. */
export interface Cart {
  readonly id: string
  /** `gst_…` or `usr_…`: nobody else is shown it but staff with `carts:read`. */
  readonly ownerSub: string
  readonly currencyCode: CurrencyCode
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly expiresAt: Date
  /** In the order they were added. */
  readonly lines: readonly CartLine[]
}

/** So many pieces of a variant. */
export interface CartLine {
  readonly id: string
  /** The currency of its cart. */
  readonly currencyCode: CurrencyCode
  readonly variantId: string
  /** As last told by the catalogue. */
  readonly sku: string
  /** 1 to `MAX_QUANTITY`. */
  readonly quantity: number
  /** The price last shown to its owner, perhaps in a currency that the cart no longer has. Never what is charged. */
  readonly shown: Money | null
  readonly version: number
  readonly addedAt: Date
}

/** Makes new ids. */
export interface CartIds {
  readonly cart: () => Id<'Cart'>
  readonly line: () => Id<'CartLine'>
}

/** Whether the viewer may see what belongs to this principal. */
export function maySee(viewer: Viewer, ownerSub: string): boolean {
  return viewer.kind !== 'anonymous' && (viewer.sub === ownerSub || hasScope(viewer, 'carts:read'))
}

/** When a cart that its owner changes now will be gone. A guest's cart ends with the guest's token, however busy it is. */
export function expiryOf(owner: Pick<Principal, 'kind' | 'authTime'>, now: Date): Date {
  if (owner.kind === 'user') return new Date(now.getTime() + USER_CART_MS)
  const begun = owner.authTime > 0 ? owner.authTime * 1000 : now.getTime()
  return new Date(begun + GUEST_CART_MS)
}

/** How many pieces are in the cart. */
export function totalQuantity(cart: Cart): number {
  return cart.lines.reduce((total, { quantity }) => total + quantity, 0)
}
