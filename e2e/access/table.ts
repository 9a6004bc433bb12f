/** Everyone who may come to the graph, from nobody to an administrator. */
export const callers = ['ANONYMOUS', 'GUEST', 'CUSTOMER', 'SUPPORT', 'MERCHANDISER', 'FINANCE', 'ADMIN'] as const

/** One of them. */
export type Caller = (typeof callers)[number]

const everybody: readonly Caller[] = callers
/** Whoever has a token, a guest's included. */
const someone: readonly Caller[] = callers.filter((caller) => caller !== 'ANONYMOUS')
/** Whoever has an account. */
const accounts: readonly Caller[] = someone.filter((caller) => caller !== 'GUEST')
const userCare: readonly Caller[] = ['SUPPORT', 'ADMIN']
const admin: readonly Caller[] = ['ADMIN']
const orderReaders: readonly Caller[] = ['SUPPORT', 'FINANCE', 'ADMIN']
const accountants: readonly Caller[] = ['FINANCE', 'ADMIN']
const catalogueWriters: readonly Caller[] = ['MERCHANDISER', 'ADMIN']
const paymentReaders: readonly Caller[] = ['SUPPORT', 'FINANCE', 'ADMIN']
const stockReaders: readonly Caller[] = ['SUPPORT', 'MERCHANDISER', 'ADMIN']

/** Who may ask for each query. A new field fails the tests until it has a row here. */
export const queries: Readonly<Record<string, readonly Caller[]>> = {
  allShippingMethods: admin,
  attributeDefinitions: everybody,
  cart: someone,
  cartById: someone,
  categories: everybody,
  category: everybody,
  conversion: accountants,
  customerSpend: accountants,
  deadLetters: admin,
  ledgerBalances: paymentReaders,
  ledgerFaults: paymentReaders,
  locations: stockReaders,
  me: everybody,
  myOrders: someone,
  node: everybody,
  nodes: everybody,
  order: someone,
  orders: orderReaders,
  orderByViewToken: someone,
  notifications: admin,
  paymentFailureVelocity: paymentReaders,
  paymentReconciliation: paymentReaders,
  payments: paymentReaders,
  product: everybody,
  products: everybody,
  projections: admin,
  revenue: accountants,
  sagas: admin,
  salesPerMinute: accountants,
  searchSuggestions: everybody,
  shippingMethods: everybody,
  taxRates: admin,
  topProducts: accountants,
  user: userCare,
  users: userCare,
  variant: everybody,
}

/** Who may ask for each mutation. Whether the thing asked is then done is another question, answered by `userErrors`. */
export const mutations: Readonly<Record<string, readonly Caller[]>> = {
  // Becoming somebody.
  confirmEmailChange: everybody,
  refreshSession: everybody,
  register: everybody,
  requestPasswordReset: everybody,
  resendVerification: everybody,
  resetPassword: everybody,
  signIn: everybody,
  startGuestSession: everybody,
  verifyEmail: everybody,

  // One's own account.
  addAddress: accounts,
  changePassword: accounts,
  deactivateAccount: accounts,
  endSession: accounts,
  removeAddress: accounts,
  requestEmailChange: accounts,
  signOut: accounts,
  signOutEverywhere: accounts,
  updateAddress: accounts,
  updateNotificationPreferences: accounts,
  updateProfile: accounts,

  // The accounts of others.
  deactivateUser: admin,
  reactivateUser: admin,
  setUserRoles: admin,

  // One's own cart.
  acknowledgeCartChanges: someone,
  addCartItem: someone,
  clearCart: someone,
  mergeCart: accounts,
  removeCartLine: someone,
  setCartCurrency: someone,
  updateCartLine: someone,

  // Paying.
  confirmPayment: someone,
  reconcilePayments: admin,

  // Ordering, and one's own orders.
  cancelOrder: someone,
  checkout: someone,

  // The orders of others.
  addOrderNote: userCare,
  markShipmentDelivered: userCare,
  shipFulfilment: userCare,
  cancelSaga: admin,
  refundOrder: accountants,
  retrySaga: admin,

  // The catalogue.
  addProductMedia: catalogueWriters,
  addVariant: catalogueWriters,
  archiveProduct: catalogueWriters,
  createCategory: catalogueWriters,
  createProduct: catalogueWriters,
  defineAttribute: catalogueWriters,
  deleteCategory: catalogueWriters,
  importProducts: catalogueWriters,
  moveCategory: catalogueWriters,
  publishProduct: catalogueWriters,
  removeProductMedia: catalogueWriters,
  setVariantPrices: catalogueWriters,
  unpublishProduct: catalogueWriters,
  updateCategory: catalogueWriters,
  updateProduct: catalogueWriters,
  updateVariant: catalogueWriters,

  // What runs behind the shop.
  rebuildProjection: admin,
  redriveDeadLetter: admin,

  // Taxes and shipping.
  createShippingMethod: admin,
  createTaxRate: admin,
  deleteTaxRate: admin,
  setShippingRates: admin,
  updateShippingMethod: admin,
  updateTaxRate: admin,

  // What lies where.
  adjustInventory: catalogueWriters,
  createLocation: catalogueWriters,
}
