import { globSync, statSync, watch, type FSWatcher } from 'node:fs'
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

/** Files that are watched. */
export interface FileWatch {
  /**
   * Watches these as well, in the place of those that were named here before: paths, or patterns of paths (`*`). As they are at this moment is how they are
   * known, so name them before they are read.
   */
  follow(patterns: readonly string[]): void
  /** Ends it for good. */
  stop(): void
}

/**
 * Watches files by their folders, which shows files that are replaced, and mounted ones whose link is turned; the timer is the promise, for not every
 * file system tells.
 */
export function watchFiles({ paths, onChange, pollMs = 2000, settleMs = 200 }: WatchOptions): FileWatch {
  let followed: readonly string[] = []
  const look = (): string => paths.map(stateOf).join('\n')
  const lookFurther = (): string => followed.flatMap((pattern) => [pattern, ...globSync(pattern).sort().map(stateOfNamed)]).join('\n')
  let known = { own: look(), further: '' }
  const isKnown = ({ own, further }: typeof known): boolean => own === known.own && further === known.further
  const seenNow = (): typeof known => ({ own: look(), further: lookFurther() })
  const settling = whenAtRest(seenNow, settleMs, (seen) => {
    if (isKnown(seen)) return
    known = seen
    onChange()
  })
  const onEvent = (): void => {
    if (!settling.isGoingOn() && !isKnown(seenNow())) settling.begin()
  }
  const folders = watchFolders(onEvent)
  folders.set(paths.map(dirname))
  const timer = setInterval(onEvent, pollMs).unref()
  return {
    follow(patterns) {
      if (patterns.join('\n') === followed.join('\n')) return
      followed = [...patterns]
      known = { ...known, further: lookFurther() }
      folders.set([...paths, ...patterns].map((path) => dirname(path)))
    },
    stop() {
      clearInterval(timer)
      settling.end()
      folders.close()
    },
  }
}

/** Tells what is seen when it has stayed the same for so long. */
function whenAtRest<Seen extends object>(seenNow: () => Seen, restMs: number, tell: (seen: Seen) => void) {
  let timer: NodeJS.Timeout | undefined
  const begin = (): void => {
    const seen = JSON.stringify(seenNow())
    timer = setTimeout(() => {
      const now = seenNow()
      if (JSON.stringify(now) !== seen) return begin()
      timer = undefined
      tell(now)
    }, restMs).unref()
  }
  return { begin, isGoingOn: () => timer !== undefined, end: () => clearTimeout(timer) }
}

function watchFolders(onEvent: () => void): { set(folders: readonly string[]): void; close(): void } {
  const watchers = new Map<string, FSWatcher | undefined>()
  let isOver = false
  const keep = (folders: ReadonlySet<string>): void => {
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher?.close()
      watchers.delete(folder)
    }
  }
  return {
    set(folders) {
      if (isOver) return
      keep(new Set(folders))
      for (const folder of folders) if (!watchers.has(folder)) watchers.set(folder, watched(folder, onEvent))
    },
    close() {
      isOver = true
      keep(new Set())
    },
  }
}

/** Undefined where the folder is not there, or the system does not tell: then the timer finds out. */
function watched(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onEvent).on('error', () => undefined)
  } catch {
    return undefined
  }
}

/** A few look-ups of the system's, at once: of what changes meanwhile nothing is half seen. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path)
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
  } catch {
    return 'none'
  }
}

function stateOfNamed(path: string): string {
  return `${path} ${stateOf(path)}`
}
