import type { Outcome } from '@agora/resilience/circuitBreaker.ts'
import type { FaultTable } from '@agora/resilience/withResilience.ts'

import type { RpcCode, RpcFault } from './fault.ts'

// What a process says of itself, or what is said because it says nothing, tells of an outage. What it says of the call tells that it is well.
// A call that was given up, never sent or too large tells nothing.
const OUTCOMES: Readonly<Record<RpcCode, Outcome>> = {
  canceled: 'neither',
  unknown: 'outage',
  invalid_argument: 'neither',
  deadline_exceeded: 'outage',
  not_found: 'answer',
  already_exists: 'answer',
  permission_denied: 'answer',
  resource_exhausted: 'neither',
  failed_precondition: 'answer',
  aborted: 'answer',
  out_of_range: 'answer',
  unimplemented: 'answer',
  internal: 'outage',
  unavailable: 'outage',
  data_loss: 'outage',
  unauthenticated: 'answer',
}

const RETRYABLE: ReadonlySet<RpcCode> = new Set(['unavailable', 'deadline_exceeded', 'aborted', 'unknown', 'internal'])

/** What the codes of a call between processes mean for its circuit and for another try. */
export const rpcFaults: FaultTable<RpcFault> = {
  outcomeOf: ({ code }) => OUTCOMES[code],
  retryable: ({ code }) => RETRYABLE.has(code),
  open: { code: 'unavailable', message: 'The circuit is open: the other side has failed too often' },
}
