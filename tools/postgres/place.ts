import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync } from 'node:fs'
import { chown, cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { canReach, serverAccount, type Account } from './account.ts'
import { findBinaries } from './binaries.ts'

/** Where a cluster lives and what runs it. */
export interface Place {
  /** The folder of the cluster's files. */
  readonly cluster: string
  /** The folder with `bin`, `lib` and `share`. */
  readonly binaries: string
  /** Undefined when PostgreSQL runs as the caller. */
  readonly account: Account | undefined
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/**
 * Decides where the cluster of a data folder lives. Usually inside it; but when root lends PostgreSQL another account
 * that cannot reach the folder (a clone under /root), in a folder of its own that root makes for it.
 */
export function placeOf(dataDir: string, account = serverAccount()): Place {
  const wanted = resolve(dataDir)
  const binaries = findBinaries()
  if (account === undefined) return { cluster: wanted, binaries, account }
  const reachable = canReach(join(binaries, 'bin', 'postgres'), account)
  return {
    cluster: canReach(wanted, account) ? wanted : join(outside(), digest(wanted)),
    binaries: reachable ? binaries : join(outside(), `binaries-${digest(binaries)}`),
    account,
  }
}

/** A folder above which everyone may pass: for files that the clone cannot hold. */
function outside(): string {
  try {
    accessSync('/var/lib', constants.W_OK)
    return '/var/lib/agora'
  } catch {
    return join(tmpdir(), 'agora')
  }
}

/** Makes the folders of a place: the cluster's parent, and a copy of the binaries where the account cannot reach the originals. */
export async function prepare({ cluster, binaries, account }: Place): Promise<void> {
  await mkdir(dirname(cluster), { recursive: true, mode: 0o755 })
  if (account === undefined || existsSync(binaries)) return
  const half = `${binaries}.${process.pid}`
  await mkdir(dirname(binaries), { recursive: true, mode: 0o755 })
  await cp(findBinaries(), half, { recursive: true, verbatimSymlinks: true })
  await rename(half, binaries).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true })
    if (!existsSync(binaries)) throw error
  })
}

/** Gives a folder and all in it to the account. */
export async function give(folder: string, account: Account | undefined): Promise<void> {
  if (account === undefined) return
  await chown(folder, account.uid, account.gid)
  for (const name of await readdir(folder)) await chown(join(folder, name), account.uid, account.gid)
}
