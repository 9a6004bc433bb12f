import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stampOf = (repository) => join(repository, 'node_modules', '.agora-stamp')

/** What the dependencies follow from: the lockfile, the workspace's settings and the patches. */
export function digest(repository) {
  const patches = existsSync(join(repository, 'patches')) ? readdirSync(join(repository, 'patches')).sort() : []
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...patches.map((name) => join('patches', name))]
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of files) hash.update(readFileSync(join(repository, file)))
  return hash.digest('hex')
}

/** Whether node_modules was installed from the files as they are now. */
export function isFresh(repository) {
  return existsSync(stampOf(repository)) && readFileSync(stampOf(repository), 'utf8') === digest(repository)
}

/** Remembers what node_modules was installed from. */
export function writeStamp(repository) {
  writeFileSync(stampOf(repository), digest(repository))
}
