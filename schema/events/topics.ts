/** Every topic of the bus; a relay publishes to those of its events, and each is made by whoever starts first. */
export const topics = ['orders', 'payments', 'users', 'products', 'stock', 'carts', 'recommendations', 'dead-letters'] as const

/** Where events of a kind are published; the key of every message is the id of what changed. */
export type Topic = (typeof topics)[number]

/** Who appends the events of a topic, and so publishes them; what becomes of dead letters, every domain tells of its own. */
export const publishers: Readonly<Record<Topic, readonly string[]>> = {
  orders: ['orders'],
  carts: ['orders'],
  payments: ['payments'],
  users: ['users'],
  products: ['products'],
  stock: ['products'],
  recommendations: ['ai'],
  'dead-letters': ['users', 'products', 'orders', 'payments', 'ai'],
}
