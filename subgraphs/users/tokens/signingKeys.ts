import type { Logger } from '@agora/logger/logger.ts'
import type { JsonWebKey } from '@agora/rpc/methods/identity.ts'

import { selectKeys } from './keySelection.ts'
import { readSigningKeys, rotateSigningKeys, type SigningKey } from './signingKeyFiles.ts'

/** The keys of access tokens, as they stand now. */
export interface SigningKeys {
  /** The key to sign with now. */
  signing(): SigningKey
  /** The public half of every key that may have signed a living token, or will soon sign one. */
  published(): JsonWebKey[]
  /** Rotates what is due and reads the folder again. Called by a timer, and by tests. */
  refresh(): void
  /** Stops the timer. */
  close(): void
}

/** What keeping keys needs. */
export interface SigningKeysOptions {
  readonly clock: () => Date
  readonly logger: Logger
}

const REFRESH_MS = 60_000

/** Opens the folder; makes the first key when it has none. Throws when the folder cannot be read. */
export function openSigningKeys(dir: string, { clock, logger }: SigningKeysOptions): SigningKeys {
  let keys: SigningKey[] = []

  const rotate = (): void => {
    try {
      const kid = rotateSigningKeys(dir, clock())
      if (kid !== undefined) logger.info({ kid }, 'Signing key was made')
    } catch (error) {
      // A mounted secret is read-only: whoever mounts it rotates it.
      logger.debug({ err: error }, 'Signing keys were not rotated by this process')
    }
  }
  const refresh = (): void => {
    rotate()
    const found = readSigningKeys(dir)
    if (found.length === 0) throw new Error(`No signing key in ${dir}, and none could be made there`)
    keys = found
  }
  const refreshQuietly = (): void => {
    try {
      refresh()
    } catch (error) {
      logger.error({ err: error }, 'Signing keys could not be read; those read before stay in use')
    }
  }

  refresh()
  const timer = setInterval(refreshQuietly, REFRESH_MS).unref()
  return {
    signing() {
      const { signing } = selectKeys(keys, clock().getTime())
      if (signing === undefined) throw new Error(`No signing key in ${dir}`)
      return signing
    },
    published: () => selectKeys(keys, clock().getTime()).published.map(({ publicJwk }) => publicJwk),
    refresh,
    close: () => clearInterval(timer),
  }
}
