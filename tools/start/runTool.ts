import { OperatorError } from './operatorError.ts'

/** A line for the person at the terminal. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A line of trouble for the person at the terminal. */
export const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Runs a command: exit code 1 when it answers false or fails. An OperatorError is shown as its sentence, anything else with its stack. */
export async function runTool(work: () => Promise<boolean>): Promise<void> {
  try {
    process.exit((await work()) ? 0 : 1)
  } catch (error) {
    complain(sentenceOf(error))
    process.exit(1)
  }
}

/** What to show of a failure. */
function sentenceOf(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
