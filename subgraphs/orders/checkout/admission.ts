import { codedError } from '@agora/errors/graphqlError.ts'

/** Counts who is let in, so that a rush is told to come back instead of making everybody wait. */
export interface Admission {
  /** Runs the work as one of those inside. Throws CHECKOUT_BUSY when there are too many. */
  admit<Answer>(work: () => Promise<Answer>): Promise<Answer>
}

/** What a refused client is told to wait, in seconds. */
const COME_BACK_AFTER_S = 2

/** Opens a door for so many at a time. */
export function createAdmission({ most, onBusy }: { readonly most: number; readonly onBusy: () => void }): Admission {
  let inside = 0
  return {
    async admit(work) {
      if (inside >= most) {
        onBusy()
        throw codedError('CHECKOUT_BUSY', 'Too many checkouts are in flight', { retryAfterSeconds: COME_BACK_AFTER_S })
      }
      inside += 1
      try {
        return await work()
      } finally {
        inside -= 1
      }
    },
  }
}
