import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { OperatorError } from '../start/operatorError.ts'
import { give, prepare, type Place } from './place.ts'

const MAJOR = '18'

/** The way out of a cluster that cannot be used. */
export const BEGIN_ANEW = 'Begin anew with `npm start -- --reset` (this deletes the data).'

/** Makes the cluster unless it is there already, and answers the superuser's password. Throws OperatorError when the folder holds something else. */
export async function ensureCluster(place: Place, passwordFile: string): Promise<string> {
  await prepare(place)
  const content = existsSync(place.cluster) ? await readdir(place.cluster) : []
  if (content.length === 0) return createCluster(place, passwordFile)
  const version = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version.trim() !== MAJOR || !existsSync(join(place.cluster, 'global', 'pg_control'))) {
    throw new OperatorError(`The data folder ${place.cluster} does not hold a PostgreSQL ${MAJOR} cluster. ${BEGIN_ANEW}`)
  }
  if (!existsSync(passwordFile)) throw new OperatorError(`The password of the database, ${passwordFile}, is missing. ${BEGIN_ANEW}`)
  return (await readFile(passwordFile, 'utf8')).trim()
}

/** The cluster is made beside its place and then renamed: an interrupted start leaves nothing half made behind. */
async function createCluster(place: Place, passwordFile: string): Promise<string> {
  const half = `${place.cluster}.new`
  await rm(half, { recursive: true, force: true })
  await rm(place.cluster, { recursive: true, force: true })
  const password = randomBytes(24).toString('base64url')
  await mkdir(dirname(passwordFile), { recursive: true })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await mkdir(half, { mode: 0o700 })
  await give(half, place.account)
  await initialise(place, half, password)
  await rename(half, place.cluster)
  return password
}

async function initialise({ binaries, account }: Place, folder: string, password: string): Promise<void> {
  const secret = `${folder}.password`
  await writeFile(secret, password, { mode: 0o600 })
  if (account !== undefined) await promisify(execFile)('chown', [`${account.uid}:${account.gid}`, secret])
  const options = ['--username=postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await promisify(execFile)(join(binaries, 'bin', 'initdb'), ['-D', folder, ...options, ...locale], { cwd: folder, env: {}, ...account })
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new OperatorError(`PostgreSQL could not prepare ${folder}: ${lastLine(output)}`)
  } finally {
    await rm(secret, { force: true })
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
