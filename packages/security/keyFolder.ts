import { watch } from 'node:fs'

import type { Logger } from '@agora/logger/logger.ts'

import { ACCEPTED_KEYS, readKeys, type Key } from './keyFiles.ts'

export { makeKey, rotateKeys, type Key } from './keyFiles.ts'

/** A key signs only when everybody has had this long to notice it. */
const SETTLING_MS = 5 * 60 * 1000
const REREAD_AT_MOST_EVERY_MS = 1000
const REREAD_AT_LEAST_EVERY_MS = 60_000

/** The keys of one edge, as one of its two processes sees them. */
export interface KeyFolder {
  /** The key to sign with now: the newest that is five minutes old, or the only one. */
  signing(): Key
  /** The accepted key of this name, or undefined. An unknown name has the folder read again, at most once a second. */
  find(kid: string): Key | undefined
  /** Stops watching. */
  close(): void
}

/** There is no key to work with; the message names the folder. */
export class KeyFolderError extends Error {
  override readonly name = 'KeyFolderError'
}

/** What a key folder needs beside its path. */
export interface KeyFolderOptions {
  readonly logger: Logger
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Opens `<EDGE_KEYS_DIR>/<from>-<to>` and follows its changes. Throws KeyFolderError when it holds no key. */
export function openKeyFolder(dir: string, { logger, clock = Date.now }: KeyFolderOptions): KeyFolder {
  let keys = accepted(dir)
  let readAt = clock()
  if (keys.length === 0) throw new KeyFolderError(`No key in ${dir}: make one, then start again`)

  const reread = (): void => {
    readAt = clock()
    try {
      const found = accepted(dir)
      if (found.length > 0) keys = found
      else logger.error({ dir }, 'Key folder was empty; the keys read before stay in use')
    } catch (error) {
      logger.error({ dir, err: error }, 'Key folder could not be read; the keys read before stay in use')
    }
  }
  // Watching is not dependable on every file system: the timer is the promise, the watcher makes it quick.
  const watcher = watch(dir, { persistent: false }, reread).on('error', (error) => logger.warn({ dir, err: error }, 'Key folder was not watched'))
  const timer = setInterval(reread, REREAD_AT_LEAST_EVERY_MS).unref()

  return {
    signing: () => signingKey(keys, clock(), dir),
    find(kid) {
      const known = keys.find((key) => key.kid === kid)
      // A clock that was put back must not keep the folder unread until it has caught up.
      if (known !== undefined || Math.abs(clock() - readAt) < REREAD_AT_MOST_EVERY_MS) return known
      reread()
      return keys.find((key) => key.kid === kid)
    },
    close() {
      clearInterval(timer)
      watcher.close()
    },
  }
}

const accepted = (dir: string): Key[] => readKeys(dir).slice(0, ACCEPTED_KEYS)

function signingKey(keys: readonly Key[], now: number, dir: string): Key {
  const settled = keys.find(({ bornAt }) => now - bornAt >= SETTLING_MS) ?? keys.at(-1)
  if (settled === undefined) throw new KeyFolderError(`No key in ${dir}`)
  return settled
}
