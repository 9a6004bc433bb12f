import { z } from 'zod'

import type { FailureFlags } from '@agora/failure-flags/failureFlags.ts'

const percent = z.int().min(0).max(100)
const milliseconds = z.int().min(0).max(600_000)

/** What goes wrong on purpose, for demonstrations and tests. Everything is off until somebody turns it on. */
export const flagsShape = z.strictObject({
  /** So many of a hundred authorisations are declined that would have been approved. */
  declinePercent: percent.default(0),
  /** So many of a hundred calls fail with 500 before anything is done. */
  errorPercent: percent.default(0),
  /** So many of a hundred calls are done, and their answer is lost. */
  lostAnswerPercent: percent.default(0),
  /** Each call takes so much longer. */
  delayMs: milliseconds.default(0),
  /** How long a method that answers later takes. */
  laterMs: milliseconds.default(1500),
  /** Each webhook leaves so much later. */
  webhookDelayMs: milliseconds.default(0),
  /** Each webhook is held back for up to so long, so that they overtake one another. */
  webhookShuffleMs: milliseconds.default(0),
  /** Each webhook is sent so many times more than needed. */
  webhookCopies: z.int().min(0).max(20).default(0),
  /** So many of a hundred webhooks are never sent. */
  webhookLossPercent: percent.default(0),
  /** Refunds are answered later. */
  laterRefunds: z.boolean().default(false),
  /** Refunds fail. */
  failRefunds: z.boolean().default(false),
})

/** The settings of misfortune. */
export type Flags = z.infer<typeof flagsShape>

/** All is well. */
export const calm: Flags = flagsShape.parse({})

/** Changes some of them and leaves the others. */
export const changeFlags = (flags: Flags, change: unknown): Flags | undefined =>
  flagsShape.partial().safeParse(change).success ? flagsShape.safeParse({ ...flags, ...(change as object) }).data : undefined

/** With what the whole stack was told to suffer: of two misfortunes of a kind the worse one holds. */
export const worsen = (flags: Flags, { paymentFailurePercent, providerDelayMs }: FailureFlags): Flags => ({
  ...flags,
  declinePercent: Math.max(flags.declinePercent, paymentFailurePercent),
  delayMs: Math.max(flags.delayMs, providerDelayMs),
})

/** Whether it hits this time. */
export const strikes = (percentage: number, draw: () => number): boolean => percentage > 0 && draw() * 100 < percentage
