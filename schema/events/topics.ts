/** Every topic of the bus; a relay publishes to those of its events, and each is made by whoever starts first. */
export const topics = ['orders', 'payments', 'users', 'products', 'stock', 'carts', 'recommendations', 'dead-letters'] as const

/** Where events of a kind are published; the key of every message is the id of what changed. */
export type Topic = (typeof topics)[number]
