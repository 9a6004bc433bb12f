import { countedTypes } from './velocity/velocity.ts'

/** What this domain reads from the bus, by the name of the consumer. */
export const consumes = {
  /** Counts failures by buyer and by card. */
  velocity: { topics: ['payments'], types: countedTypes },
} as const
