/** What is known of a refresh token that came back. */
export interface PresentedToken {
  readonly expiresAt: Date
  /** When it was first traded, or null. */
  readonly usedAt: Date | null
  readonly session: { readonly endedAt: Date | null; readonly expiresAt: Date }
}

/**
 * What to do about it. `rotate`: trade it. `sibling`: a second tab was a moment late, trade it once more into the same family.
 * `reuse`: a copy is about, end the family. `dead`: nothing to trade.
 */
export type Rotation = 'rotate' | 'sibling' | 'reuse' | 'dead'

/** How long after its trade a token is still taken for a tab's that was late. */
const SIBLING_WINDOW_MS = 10_000

/** Judges a refresh token. */
export function judgeRotation({ expiresAt, usedAt, session }: PresentedToken, now: Date): Rotation {
  if (session.endedAt !== null || session.expiresAt <= now) return 'dead'
  if (usedAt !== null) return now.getTime() - usedAt.getTime() <= SIBLING_WINDOW_MS ? 'sibling' : 'reuse'
  return expiresAt <= now ? 'dead' : 'rotate'
}
