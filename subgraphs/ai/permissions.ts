import { anyone, signedIn, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// Whose recommendations they are is asked in resolvers.ts: for others the lists are empty. Who may read a cart is orders' to say: it hands out the
// lines that a list is made from.
/** Who may read what; whatever is not listed is denied. */
export const permissions: PermissionTree = {
  // No question begins here: this domain only adds to what others own.
  Query: {},
  Product: { id: anyone, related: anyone },
  User: { id: anyone, recommendations: signedIn, buyAgain: signedIn },
  Cart: { id: anyone, lines: anyone, recommendations: signedIn },
  CartLine: { id: anyone, variantId: anyone },
  Recommendation: anyone,
}
