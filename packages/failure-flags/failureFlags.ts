import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'

const MOST = { paymentFailurePercent: 100, providerDelayMs: 60_000, consumerDelayMs: 60_000 } as const

const upTo = (most: number) => z.int().min(0).max(most)

/** The file's content, complete. */
export const failureFlags = z.strictObject({
  /** So many of a hundred authorisations are declined that would have been approved. */
  paymentFailurePercent: upTo(MOST.paymentFailurePercent),
  /** Each call of the payment provider takes so much longer. */
  providerDelayMs: upTo(MOST.providerDelayMs),
  /** Each batch of a consumer waits so long before it is handled. */
  consumerDelayMs: upTo(MOST.consumerDelayMs),
})

/** What goes wrong on purpose. */
export type FailureFlags = z.infer<typeof failureFlags>

/** All is well. */
export const noFailures: FailureFlags = { paymentFailurePercent: 0, providerDelayMs: 0, consumerDelayMs: 0 }

const change = failureFlags.partial()
const NAMES = Object.keys(MOST).join(', ')
const SHOWN_LENGTH = 40

/** The flags with some of them changed. Fails with a sentence when the change says anything but flags and values within their bounds. */
export function changeFlags(flags: FailureFlags, asked: unknown): Result<FailureFlags, string> {
  const { data, error } = change.safeParse(asked)
  if (data !== undefined) return ok(failureFlags.parse({ ...flags, ...data }))
  return fail(sentenceOf(error.issues[0]))
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `${JSON.stringify(issue.keys[0]?.slice(0, SHOWN_LENGTH))} is not a flag; there are ${NAMES}.`
  const name = issue?.path[0]
  if (typeof name === 'string' && name in MOST) return `${name} is a whole number from 0 to ${MOST[name as keyof typeof MOST]}.`
  return `Flags are changed by a JSON object with any of ${NAMES}.`
}
