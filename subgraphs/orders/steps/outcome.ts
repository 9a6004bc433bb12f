/**
 * What came of a step of a process that must survive everything. An answer is an answer, a refusal too. `unknown` is none: it may have
 * happened, so the step must be such that it can be repeated, and is undone when given up.
 */
export type Outcome<Answer> = { readonly kind: 'answered'; readonly answer: Answer } | { readonly kind: 'unknown'; readonly message: string }

/** An answer. */
export const answered = <Answer>(answer: Answer): Outcome<Answer> => ({ kind: 'answered', answer })

/** No answer, for a reason that is kept with the process: 500 characters at most. */
export const unknown = (message: string): { readonly kind: 'unknown'; readonly message: string } => ({
  kind: 'unknown',
  message: message.slice(0, 500),
})
