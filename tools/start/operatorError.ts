/** A failure that the person at the terminal can mend: one sentence that says what is wrong and the way out. Shown without a stack; the exit code is 1. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}
