import { remainingMs } from '@agora/deadline/deadline.ts'
import { fail } from '@agora/errors/result.ts'
import { withResilience, type ResiliencePolicy } from '@agora/resilience/withResilience.ts'

import type { Caller } from './caller.ts'
import type { RpcFault } from './fault.ts'

/** A call whose time was over before it was made says nothing about the other side. */
const OVER = fail<RpcFault>({ code: 'deadline_exceeded', message: 'The time was over before the call was made' })

/**
 * A caller whose calls and GETs go through a breaker and are tried again when they are idempotent. `timeoutMs` is for all tries
 * together, no more than is left of the deadline of the work that calls; each is told what is left of it.
 */
export function resilientCaller(caller: Caller, policy: ResiliencePolicy<RpcFault>): Caller {
  return {
    call: async (method, request, { timeoutMs: given, ...options }) => {
      const timeoutMs = Math.min(given, remainingMs())
      if (timeoutMs <= 0) return OVER
      return withResilience(policy, {
        timeoutMs,
        idempotent: method.idempotent,
        run: (left) => caller.call(method, request, { ...options, timeoutMs: left }),
      })
    },
    get: async (path, { timeoutMs: given, ...options }) => {
      const timeoutMs = Math.min(given, remainingMs())
      if (timeoutMs <= 0) return OVER
      return withResilience(policy, { timeoutMs, idempotent: true, run: (left) => caller.get(path, { ...options, timeoutMs: left }) })
    },
    close: () => caller.close(),
  }
}
