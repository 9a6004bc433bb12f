/** What this domain reads from the bus, by the name of the consumer. */
export const consumes = {
  /** Knows what customers can see and have. */
  assortment: { topics: ['products', 'stock'], types: ['product.published', 'product.changed', 'product.withdrawn', 'stock.changed'] },
  /** Learns from what is bought. */
  purchases: { topics: ['orders'], types: ['order.confirmed', 'order.cancelled'] },
} as const
