import { statSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'

/** How files are watched. */
export interface WatchOptions {
  readonly paths: readonly string[]
  /** Told when files have changed and come to rest. */
  readonly onChange: () => void
  /** They are looked at so often whatever the system tells, in milliseconds. @default 2000 */
  readonly pollMs?: number
  /** For so long they must stay the same, in milliseconds: whoever writes a file may write it in parts, or put another in its place. @default 200 */
  readonly settleMs?: number
}

/**
 * Watches files by their folders, which shows files that are replaced, and mounted ones whose link is turned; the timer is the promise, for not every
 * file system tells. Returns what ends it.
 */
export function watchFiles({ paths, onChange, pollMs = 2000, settleMs = 200 }: WatchOptions): () => void {
  let known = fingerprint(paths)
  let settling: NodeJS.Timeout | undefined
  const settle = (seen: string): void => {
    settling = setTimeout(() => {
      const now = fingerprint(paths)
      if (now !== seen) return settle(now)
      settling = undefined
      if (now === known) return
      known = now
      onChange()
    }, settleMs).unref()
  }
  const look = (): void => {
    const seen = settling === undefined ? fingerprint(paths) : known
    if (seen !== known) settle(seen)
  }
  const watchers = [...new Set(paths.map((path) => dirname(path)))].flatMap((folder) => watched(folder, look))
  const timer = setInterval(look, pollMs).unref()
  return () => {
    clearInterval(timer)
    clearTimeout(settling)
    for (const watcher of watchers) watcher.close()
  }
}

function watched(folder: string, onEvent: () => void): FSWatcher[] {
  try {
    return [watch(folder, { persistent: false }, onEvent).on('error', () => undefined)]
  } catch {
    return []
  }
}

/** A few look-ups of the system's, at once: of what changes meanwhile nothing is half seen. */
function fingerprint(paths: readonly string[]): string {
  return paths.map(stateOf).join('\n')
}

function stateOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path)
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
  } catch {
    return 'none'
  }
}
