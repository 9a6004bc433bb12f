import { anyone, scope, signedIn, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// Who owns a cart is not asked here but in cart/cartLoaders.ts: a cart of somebody else is not denied, it does not exist.
const payload = { cart: signedIn, userErrors: signedIn }

/** Who may read and do what; whatever is not listed is denied. */
export const permissions: PermissionTree = {
  Query: { cart: signedIn, cartById: signedIn },
  Mutation: {
    addCartItem: signedIn,
    updateCartLine: signedIn,
    removeCartLine: signedIn,
    clearCart: signedIn,
    setCartCurrency: signedIn,
    acknowledgeCartChanges: signedIn,
    mergeCart: scope('cart:merge'),
  },
  Cart: {
    id: anyone,
    currencyCode: signedIn,
    lines: signedIn,
    totalQuantity: signedIn,
    subtotal: signedIn,
    warnings: signedIn,
    version: signedIn,
    createdAt: signedIn,
    updatedAt: signedIn,
    expiresAt: signedIn,
  },
  CartLine: {
    id: anyone,
    variant: signedIn,
    variantId: signedIn,
    quantity: signedIn,
    unitPrice: signedIn,
    lineTotal: signedIn,
    available: signedIn,
    warnings: signedIn,
    version: signedIn,
    addedAt: signedIn,
  },
  CartWarning: signedIn,
  CartMergeWarning: signedIn,
  AddCartItemPayload: payload,
  UpdateCartLinePayload: payload,
  RemoveCartLinePayload: payload,
  ClearCartPayload: payload,
  SetCartCurrencyPayload: payload,
  AcknowledgeCartChangesPayload: payload,
  MergeCartPayload: scope('cart:merge'),
  CartUserError: { code: anyone, message: anyone, field: anyone },
  Money: { amountMinor: anyone, currencyCode: anyone, fractionDigits: anyone, decimal: anyone },
  User: { id: anyone, cart: signedIn },
  Variant: { id: anyone, sku: anyone, packedWeightGrams: anyone, shippingClass: anyone },
}
