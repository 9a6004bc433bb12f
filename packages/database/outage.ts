/** Of the socket, from Node. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
/** Classes of SQLSTATE that say nothing about the statement: connection, shutdown, resources, and a server that may only be read, as while it fails over. */
const SERVER_STATES = /^(08|53|57P|58)|^25(006|P03|P04)$/
/** Of a statement that was given up: it took longer than `statement_timeout`, or waited longer for a lock than `lock_timeout`. */
const WAITED_IN_VAIN = new Set(['57014', '55P03'])
/** What `pg` says without a code. */
const CLIENT_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/
/** What Prisma's adapter says where it keeps no SQLSTATE. */
const PRISMA_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])
/** Prisma got no connection for a transaction, or its transaction lasted too long. */
const PRISMA_TRANSACTION_TIMEOUT = 'P2028'

/** Whether the database could not be reached or could not serve, so that the same work may succeed later unchanged, and all other work fails now as well. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isOutage)
  const answer = serverAnswer(error)
  if (answer !== undefined) return answer.severity === 'FATAL' || SERVER_STATES.test(answer.state)
  const { kind } = adapterFault(error)
  if (typeof kind === 'string' && PRISMA_KINDS.has(kind)) return true
  const code = 'code' in error ? error.code : undefined
  return code === PRISMA_TRANSACTION_TIMEOUT || (typeof code === 'string' && SOCKET_CODES.has(code)) || CLIENT_MESSAGES.test(error.message)
}

/**
 * Whether the failure is the database's and not the work's: an outage, or a statement that a slow database gave up or kept waiting for a lock. The same
 * work may succeed later unchanged; unlike in an outage, other work may well succeed now.
 */
export function isDatabaseFailure(error: unknown): boolean {
  return isOutage(error) || (error instanceof Error && WAITED_IN_VAIN.has(serverAnswer(error)?.state ?? ''))
}

/** What such a failure says of itself, for a log: a stack would only say who met it. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  const state = serverAnswer(error)?.state
  return state === undefined ? error.message.trim() : `${state} ${error.message.trim()}`
}

interface ServerAnswer {
  /** The SQLSTATE. */
  readonly state: string
  readonly severity: unknown
}

/** What the server itself answered, as `pg` tells it or as Prisma passes it on. Told by shape: whoever asks need not load `pg`. */
function serverAnswer(error: Error): ServerAnswer | undefined {
  const { originalCode, severity: passedOn } = adapterFault(error)
  if (typeof originalCode === 'string') return { state: originalCode, severity: passedOn }
  const isAnswer = error.name === 'error' && 'code' in error && typeof error.code === 'string'
  return isAnswer ? { state: String(error.code), severity: 'severity' in error ? error.severity : undefined } : undefined
}

interface AdapterFault {
  readonly kind?: unknown
  readonly originalCode?: unknown
  readonly severity?: unknown
}

/** What Prisma's adapter for `pg` made of a failure: `error.meta.driverAdapterError.cause`. */
function adapterFault(error: object): AdapterFault {
  let found: unknown = error
  for (const name of ['meta', 'driverAdapterError', 'cause']) {
    if (typeof found !== 'object' || found === null || !(name in found)) return {}
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return typeof found === 'object' && found !== null ? found : {}
}
