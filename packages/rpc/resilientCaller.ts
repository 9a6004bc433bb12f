import { withResilience, type ResiliencePolicy } from '@agora/resilience/withResilience.ts'

import type { Caller } from './caller.ts'
import type { RpcFault } from './fault.ts'

/**
 * A caller whose calls and GETs go through a breaker and are tried again when they are idempotent. `timeoutMs` is for all tries
 * together; each is told what is left of it.
 */
export function resilientCaller(caller: Caller, policy: ResiliencePolicy<RpcFault>): Caller {
  return {
    call: (method, request, { timeoutMs, ...options }) =>
      withResilience(policy, {
        timeoutMs,
        idempotent: method.idempotent,
        run: (left) => caller.call(method, request, { ...options, timeoutMs: left }),
      }),
    get: (path, { timeoutMs, ...options }) =>
      withResilience(policy, { timeoutMs, idempotent: true, run: (left) => caller.get(path, { ...options, timeoutMs: left }) }),
    close: () => caller.close(),
  }
}
