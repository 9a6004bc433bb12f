/** Which events each group of consumers of this domain lives from. */
export const consumes = {
  'ai.catalogue': ['product.published', 'product.changed', 'product.withdrawn', 'stock.changed'],
  'ai.purchases': ['order.confirmed', 'order.cancelled'],
} as const
