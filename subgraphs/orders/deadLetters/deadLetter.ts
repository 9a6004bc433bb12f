/** What became of a message that could not be handled. */
export type DeadLetterStatus = 'PARKED' | 'REDRIVING' | 'RESOLVED'

/** A message that a consumer of some domain could not handle. */
export interface DeadLetter {
  readonly id: string
  readonly consumer: string
  readonly topic: string
  /** Null when not even that could be read. */
  readonly eventId: string | null
  readonly eventType: string | null
  /** As it came, cut at 64 kB. */
  readonly message: string
  /** Why it was parked last. */
  readonly error: string
  /** Tries, over all parkings. */
  readonly attempts: number
  readonly status: DeadLetterStatus
  /** How often it was parked. */
  readonly parkings: number
  readonly parkedAt: Date
  readonly updatedAt: Date
}
