import { readFileSync, renameSync, writeFileSync } from 'node:fs'

import { failureFlags, noFailures, type FailureFlags } from './failureFlags.ts'

const FRESH_MS = 250

/** Reads the file. None, and one that is broken, means that nothing goes wrong on purpose. */
export function readFlags(file: string): FailureFlags {
  try {
    return failureFlags.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? noFailures
  } catch {
    return noFailures
  }
}

/** Puts the flags in the place of what the file holds; whoever reads meanwhile sees the old or the new. The file is readable by its owner alone. */
export function writeFlags(file: string, flags: FailureFlags): void {
  const next = `${file}.next`
  writeFileSync(next, `${JSON.stringify(flags)}\n`, { mode: 0o600 })
  renameSync(next, file)
}

/** Answers what tells the flags as they were at most 250 ms ago. Without a file there are none. `now` is in milliseconds. */
export function openFlags(file: string | undefined, now = (): number => performance.now()): () => FailureFlags {
  if (file === undefined) return () => noFailures
  let flags = noFailures
  let readAt = -Infinity
  return () => {
    if (now() - readAt >= FRESH_MS) {
      flags = readFlags(file)
      readAt = now()
    }
    return flags
  }
}
