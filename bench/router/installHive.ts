import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { INSTALLER } from '../../tools/bootstrap/install.mjs'

const FOLDER = join(import.meta.dirname, 'hive')
const STAMP = join(FOLDER, 'node_modules/@graphql-hive/gateway/package.json')

/** Sees to it that Hive Gateway is installed, from its own lockfile; answers whether it is. Some 750 packages: a minute or three, once. */
export function installHive(): boolean {
  if (existsSync(STAMP)) return true
  process.stderr.write('Installing Hive Gateway for the race (once) …\n')
  const { status } = spawnSync('npx', ['-y', INSTALLER, 'install', '--frozen-lockfile', '--ignore-scripts', '--reporter=silent'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0 && existsSync(STAMP)
}
