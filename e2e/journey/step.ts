/** One thing that a person does, and what they expect to see. */
export interface Step {
  readonly name: string
  /** Answers what to say beside PASS; throws when the expectation is not met. */
  run(): Promise<string>
}

/** An expectation that was not met, in a sentence. */
class Unmet extends Error {
  override readonly name = 'Unmet'
}

/** Throws Unmet unless the condition holds. */
export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Unmet(otherwise)
}

/** The value, or Unmet when there is none. */
export function present<Value>(value: Value | null | undefined, otherwise: string): Value {
  if (value === null || value === undefined) throw new Unmet(otherwise)
  return value
}

/** What is gone beyond this is a failure, on a slow machine as well. */
const STEP_SECONDS = 60

/**
 * Runs steps one after another until the first that fails, telling each outcome as it comes.
 * @returns whether all passed
 */
export async function runSteps(steps: readonly Step[], tell: (line: string) => void): Promise<boolean> {
  for (const { name, run } of steps) {
    try {
      tell(`PASS  ${name}: ${await withinTime(run())}`)
    } catch (error) {
      tell(`FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  }
  return true
}

async function withinTime(work: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unmet(`no answer within ${STEP_SECONDS} s`)), STEP_SECONDS * 1000)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
