import pg from 'pg'

/** Of the socket, from Node. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
/** Classes of SQLSTATE that say nothing about the statement: connection, shutdown, resources, and a server that may only be read, as while it fails over. */
const SERVER_STATES = /^(08|53|57P|58)|^25(006|P03)$/
/** What `pg` says without a code. */
const CLIENT_MESSAGES = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error)/

/** Whether the database could not be reached or could not serve, so that the same work may succeed later unchanged. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isOutage)
  if (error instanceof pg.DatabaseError) return error.severity === 'FATAL' || SERVER_STATES.test(error.code ?? '')
  if ('code' in error && typeof error.code === 'string' && SOCKET_CODES.has(error.code)) return true
  return CLIENT_MESSAGES.test(error.message)
}
