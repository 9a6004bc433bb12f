import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The paths whose files are missing or say something else than they should. */
export function staleFiles(root: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([path, text]) => !existsSync(`${root}/${path}`) || readFileSync(`${root}/${path}`, 'utf8') !== text).map(([path]) => path)
}

/** Writes the files that are stale and returns their paths; a file that is right keeps its time. */
export function refresh(root: string, files: ReadonlyMap<string, string>): string[] {
  const stale = staleFiles(root, files)
  for (const path of stale) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true })
    writeFileSync(`${root}/${path}`, files.get(path) ?? '')
  }
  return stale
}
