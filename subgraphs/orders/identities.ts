import { fail, ok } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { keys } from '@agora/rpc/methods/identity.ts'

import type { AskKeys } from './merge/guestKeys.ts'

/** How long the keys are waited for, in milliseconds. */
const KEYS_WITHIN_MS = 1500

/** Asks users' internal port for its public keys. Any fault of the call is `unavailable`, and logged. */
export function createAskKeys(users: Pick<Caller, 'call'>, logger: Logger): AskKeys {
  return async () => {
    const answer = await users.call(keys, {}, { timeoutMs: KEYS_WITHIN_MS })
    if (answer.ok) return ok(answer.value.keys)
    logger.warn({ code: answer.error.code, reason: answer.error.message }, 'Keys of users could not be had')
    return fail('unavailable')
  }
}
