/** One station of a request. */
export type Station<Input extends readonly unknown[], Answer> = (...input: Input) => Promise<Answer>

/** What holds for a hook of somebody else's. */
export interface Guard<Input extends readonly unknown[], Answer> {
  /** Judges what it hands on; throws where that must not go on. @default everything may */
  readonly handsOn?: (...input: Input) => void
  /** What may be answered of what it answered; throws where that is nothing. */
  readonly answers: (answer: Answer, input: Input) => Answer
  /** What is answered, or thrown, in the place of what it threw. */
  readonly failed: (error: unknown, input: Input) => Answer
}

/**
 * Hangs a hook around a station so that what it throws is its own affair. What comes after it may reject: that goes through, unless the hook makes something else of it.
 * Throws TypeError for a hook that answers no function.
 */
export function guardHook<Input extends readonly unknown[], Answer>(
  hook: (next: Station<Input, Answer>) => Station<Input, Answer>,
  next: Station<Input, Answer>,
  { handsOn, answers, failed }: Guard<Input, Answer>,
): Station<Input, Answer> {
  const passing = new WeakSet<object>()
  const around: unknown = hook(async (...input) => {
    handsOn?.(...input)
    try {
      return await next(...input)
    } catch (error) {
      if (error instanceof Error) passing.add(error)
      throw error
    }
  })
  if (typeof around !== 'function') throw new TypeError('it must answer a function')
  return async (...input) => {
    try {
      return answers((await around(...input)) as Answer, input)
    } catch (error) {
      if (error instanceof Error && passing.has(error)) throw error
      return failed(error, input)
    }
  }
}
