import type { Result } from '@agora/errors/result.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'

import { answered, unknown, type Outcome } from './outcome.ts'
import { within } from './within.ts'

/** A call to another process, which is told how long it is waited for. */
export interface ServiceCall<Answer> {
  /** For all tries together, in milliseconds. */
  readonly timeoutMs: number
  readonly run: (timeoutMs: number) => Promise<Result<Answer, RpcFault>>
}

/** The other side gets a little longer than its deadline: its own answer that it was late says more than silence. */
const GRACE_MS = 250

/** Step type "service call": asks another process, by a key that makes a repetition harmless. Never throws and never hangs. */
export async function callService<Answer>({ timeoutMs, run }: ServiceCall<Answer>): Promise<Outcome<Answer>> {
  try {
    const result = await within(run(timeoutMs), timeoutMs + GRACE_MS)
    if (result === undefined) return unknown(`deadline_exceeded: no answer within ${timeoutMs} ms`)
    return result.ok ? answered(result.value) : unknown(`${result.error.code}: ${result.error.message}`)
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}
