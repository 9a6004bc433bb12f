import { readFileSync } from 'node:fs'

import pg from 'pg'

/** Linux counts processor time in hundredths of a second for everybody who asks. */
const TICK_MS = 10

/** The processor time that a process has used, in milliseconds, all threads together; 0 when it is gone. */
export const cpuOf = (pid: number): number => timesOf(pid, 11)

/** What its children had used that have ended and that it knows of. */
export const reapedBy = (pid: number): number => timesOf(pid, 13)

/** Two fields of `/proc/<pid>/stat` that stand side by side: in user mode, and in the kernel for it. */
function timesOf(pid: number, field: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in parentheses that may hold anything; what follows is numbers.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[field]) + Number(fields[field + 1])) * TICK_MS
  } catch {
    return 0
  }
}

/** The server processes of PostgreSQL that work for one application, so that whoever else uses the server is not counted. */
export async function backendsOf(adminUrl: string, application: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [application])
    return rows.map(({ pid }) => pid)
  } finally {
    await client.end()
  }
}
