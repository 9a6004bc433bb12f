import { toldTypes } from './notifications/tellings.ts'

/** What this domain reads from the bus, by the name of the consumer. */
export const consumes = {
  /** Tells buyers what became of their orders. */
  notifications: { topics: ['orders', 'payments'], types: toldTypes },
} as const
