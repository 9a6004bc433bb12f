import { importJWK, type CryptoKey } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { JsonWebKey } from '@agora/rpc/methods/identity.ts'

/** Known keys are asked for again after so long: a withdrawn key is trusted no longer. */
const FRESH_MS = 60_000
/** While users does not answer, its last keys are trusted so long. */
const TRUSTED_MS = 10 * 60_000
/** A key that is not known has the set read again, but no stranger can make that happen more often than this. */
const REREAD_AFTER_MS = 1000

/** Asks users for its public keys. */
export type AskKeys = () => Promise<Result<readonly JsonWebKey[], 'unavailable'>>

/** The public keys that guest tokens are verified with. */
export interface GuestKeys {
  /** The key of this name; null when users has none; a failure when that cannot be told. */
  find(kid: string): Promise<Result<CryptoKey | null, 'unavailable'>>
}

interface KeySet {
  readonly readAt: number
  readonly byKid: ReadonlyMap<string, CryptoKey>
}

/** Remembers the key set of users. @param clock milliseconds since 1970 */
export function createGuestKeys(ask: AskKeys, clock: () => number): GuestKeys {
  let known: KeySet | undefined
  let triedAt = -Infinity
  let reading: Promise<void> | undefined

  const read = async (): Promise<void> => {
    triedAt = clock()
    const answer = await ask()
    if (answer.ok) known = { readAt: triedAt, byKid: await imported(answer.value) }
  }
  /** Everybody who needs the set at once waits for one answer. */
  const reread = (): Promise<void> => (reading ??= read().finally(() => (reading = undefined)))

  return {
    async find(kid) {
      const age = (): number => clock() - (known?.readAt ?? -Infinity)
      const wanting = age() > FRESH_MS || known?.byKid.has(kid) !== true
      if (reading !== undefined || (wanting && clock() - triedAt >= REREAD_AFTER_MS)) await reread()
      if (known === undefined || age() > TRUSTED_MS) return fail('unavailable')
      return ok(known.byKid.get(kid) ?? null)
    },
  }
}

async function imported(keys: readonly JsonWebKey[]): Promise<ReadonlyMap<string, CryptoKey>> {
  const pairs = await Promise.all(keys.map(async (key) => [key.kid, await importJWK(key, 'ES256')] as const))
  return new Map(pairs.filter((pair): pair is readonly [string, CryptoKey] => !(pair[1] instanceof Uint8Array)))
}
