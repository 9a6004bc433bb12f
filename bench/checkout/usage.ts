import { readdirSync, readFileSync } from 'node:fs'

import type pg from 'pg'

import { cpuOf, reapedBy } from '../processes.ts'

/** What has been used so far. Processor time in milliseconds. */
export interface Usage {
  readonly orders: number
  readonly participants: number
  readonly router: number
  readonly postgres: number
  readonly walBytes: number
}

/** Whose usage is read. */
export interface Watched {
  /** Of PostgreSQL's first process. */
  readonly postmaster: number
  readonly orders: number
  readonly participants: readonly number[]
  readonly routers: readonly number[]
  readonly admin: pg.Pool
}

/** Reads it all at this moment. */
export async function readUsage({ postmaster, orders, participants, routers, admin }: Watched): Promise<Usage> {
  const { rows } = await admin.query<{ lsn: string }>("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text AS lsn")
  return {
    orders: cpuOf(orders),
    participants: sum(participants.map(cpuOf)),
    router: sum(routers.map(cpuOf)),
    postgres: cpuOf(postmaster) + reapedBy(postmaster) + sum(childrenOf(postmaster).map(cpuOf)),
    walBytes: Number(rows[0]?.lsn ?? 0),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The server's processes: those that serve connections, and those that write, clean and keep count. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
