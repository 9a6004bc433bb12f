import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** An account of the operating system that PostgreSQL runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root, so root lends it the account `postgres` if there is one, else `nobody`; anyone else runs it as themselves (undefined). */
export function serverAccount(uid = process.getuid?.()): Account | undefined {
  if (uid !== 0) return undefined
  const found = accountNamed('postgres') ?? accountNamed('nobody')
  if (found === undefined) throw new Error('neither an account postgres nor nobody exists on this machine')
  return found
}

function accountNamed(name: string): Account | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })))
    return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

/** Whether the account may walk down to the path: every folder above it, as far as they exist, lets it pass. */
export function canReach(path: string, { uid, gid }: Account): boolean {
  const above = dirname(resolve(path))
  if (above !== resolve(path) && !canReach(above, { uid, gid })) return false
  const stats = statSync(above, { throwIfNoEntry: false })
  if (stats === undefined) return true
  const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0
  return ((stats.mode >> shift) & 1) === 1
}
