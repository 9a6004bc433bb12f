import pg from 'pg'

/** SQLSTATEs of a server that goes away, comes up, is full, or has become a standby. Classes 08 and 57P of PostgreSQL's appendix A, and two more. */
const AWAY = /^(?:08...|57P0[1-5]|53300|25006)$/

/** What Node says of a connection that cannot be made or has broken. */
const BROKEN = /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/

/** What `pg` says of the same; it gives these errors no code. */
const SAID = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/

/**
 * Whether an error means that the database could not be asked, rather than that it refused. What was being done may have happened all the same, if the
 * connection broke while it was committed.
 */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  return ('code' in error && typeof error.code === 'string' && BROKEN.test(error.code)) || SAID.test(error.message)
}
