import type { Failure, Receiver, Request } from './answer.ts'
import { endOf, openConnection, type Call, type Connection, type ConnectionEvents } from './connection.ts'
import { targetOf, type Target } from './openSocket.ts'
import { linesOf } from './writeRequest.ts'

/** What connections are opened with. */
export interface ConnectionsOptions {
  /** `http://host:port` or `https://…` */
  readonly origin: string
  /** So many at the most; further requests wait for one. */
  readonly connections: number
  /** The longest body that is read. */
  readonly maxBytes: number
  /** @default 2000 */
  readonly connectTimeoutMs?: number
  /** How long an idle connection is kept; shorter where the other side says that it closes earlier. @default 30_000 */
  readonly idleMs?: number
  /** PEM texts of authorities to trust instead of the usual ones. */
  readonly ca?: readonly string[] | undefined
}

/** Kept connections to one process. */
export interface Connections {
  /**
   * Sends a request as soon as a connection is free. Answers what ends it: nothing is told to the receiver then, and its connection is closed where it has been
   * sent. Throws a TypeError where a header cannot be sent.
   */
  send(request: Request, receiver: Receiver): () => void
  /** Takes no more requests, and resolves when those under way have ended. */
  close(): Promise<void>
}

interface Room extends Required<Pick<ConnectionsOptions, 'idleMs'>> {
  readonly most: number
  readonly all: Set<Connection>
  /** The last one to become idle is used first, so that the others may go. */
  readonly idle: Connection[]
  readonly waiting: Call[]
  /** What has no answer yet. */
  readonly pending: Set<Call>
  readonly open: () => void
  opening: number
  isClosing: boolean
  /** Closes idle connections. */
  sweeping: NodeJS.Timeout | undefined
  /** Ends what is late: a timer for each request would cost more than all else that is kept of it. */
  watching: NodeJS.Timeout | undefined
  readonly whenClosed: (() => void)[]
}

/** The other side closes at the second that it names, or a little before. */
const MARGIN_MS = 1000
const SWEEP_MS = 5000
const WATCH_MS = 20

/** Opens connections when they are needed. */
export function openConnections(options: ConnectionsOptions): Connections {
  const target = targetOf(new URL(options.origin), options.ca)
  const room = createRoom(target, options)
  return {
    send(request, receiver) {
      const { body, timeoutMs } = request
      const expiresAt = performance.now() + timeoutMs
      const call: Call = { lines: linesOf(target.host, request), body, receiver, connection: null, hasEnded: false, expiresAt, pending: room.pending }
      if (room.isClosing) queueMicrotask(() => failCall(call, 'unsent', new Error('The connections are being closed')))
      else start(room, call)
      return () => void giveUp(room, call)
    },
    close: () => close(room),
  }
}

function createRoom(target: Target, { connections: most, maxBytes, connectTimeoutMs = 2000, idleMs = 30_000 }: ConnectionsOptions): Room {
  const events: ConnectionEvents = {
    opened(connection) {
      room.opening -= 1
      use(room, connection)
    },
    freed(connection, keptSeconds) {
      connection.idleUntil = performance.now() + (keptSeconds === undefined ? idleMs : Math.min(idleMs, keptSeconds * 1000 - MARGIN_MS))
      use(room, connection)
    },
    closed: (connection, neverOpened) => forget(room, connection, neverOpened),
  }
  const open = (): void => {
    room.opening += 1
    room.all.add(openConnection({ target, connectTimeoutMs, maxBytes, ...events }))
  }
  const none = { all: new Set<Connection>(), idle: [], waiting: [], pending: new Set<Call>(), opening: 0, whenClosed: [] }
  const room: Room = { ...none, most, idleMs, open, isClosing: false, sweeping: undefined, watching: undefined }
  return room
}

function start(room: Room, call: Call): void {
  room.pending.add(call)
  room.watching ??= setInterval(() => watch(room), WATCH_MS).unref()
  const connection = takeIdle(room)
  if (connection !== undefined) return connection.send(call)
  room.waiting.push(call)
  if (room.all.size < room.most && room.opening < room.waiting.length) room.open()
}

function takeIdle({ idle }: Room): Connection | undefined {
  for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
    if (connection.isUsable() && connection.idleUntil > performance.now()) return connection
    connection.destroy()
  }
  return undefined
}

/** Gives a connection the next call, or nothing to do for now. */
function use(room: Room, connection: Connection): void {
  const next = nextWaiting(room)
  if (next !== undefined && connection.isUsable()) return connection.send(next)
  if (next !== undefined) room.waiting.unshift(next)
  if (room.isClosing || !connection.isUsable()) return connection.destroy()
  if (connection.idleUntil === 0) connection.idleUntil = performance.now() + room.idleMs
  room.idle.push(connection)
  room.sweeping ??= setInterval(() => sweep(room), SWEEP_MS).unref()
}

function nextWaiting({ waiting }: Room): Call | undefined {
  for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) if (!call.hasEnded) return call
  return undefined
}

function sweep(room: Room): void {
  const now = performance.now()
  for (const connection of room.idle.filter(({ idleUntil }) => idleUntil <= now)) connection.destroy()
  if (room.idle.length > 0 || room.sweeping === undefined) return
  clearInterval(room.sweeping)
  room.sweeping = undefined
}

function forget(room: Room, connection: Connection, neverOpened: Error | undefined): void {
  room.all.delete(connection)
  const at = room.idle.indexOf(connection)
  if (at !== -1) room.idle.splice(at, 1)
  if (neverOpened !== undefined) {
    room.opening -= 1
    // One call, not all: the next attempt may succeed, and each fails by its own.
    const first = nextWaiting(room)
    if (first !== undefined) failCall(first, 'unsent', neverOpened)
  }
  const missing = room.waiting.filter((call) => !call.hasEnded).length - room.opening
  if (missing > 0 && room.all.size < room.most) room.open()
  if (room.isClosing && room.all.size === 0) for (const told of room.whenClosed.splice(0)) told()
}

function failCall(call: Call, how: Failure, reason: Error): void {
  if (call.hasEnded) return
  endOf(call)
  call.receiver.failed(how, reason)
}

function watch(room: Room): void {
  const now = performance.now()
  for (const call of room.pending) {
    if (call.expiresAt <= now && giveUp(room, call)) call.receiver.failed('late', new Error('There was no answer in time'))
  }
  if (room.pending.size > 0) return
  clearInterval(room.watching)
  room.watching = undefined
}

/** False where it has ended already. */
function giveUp(room: Room, call: Call): boolean {
  if (call.hasEnded) return false
  endOf(call)
  if (call.connection !== null) {
    call.connection.destroy()
    return true
  }
  const at = room.waiting.indexOf(call)
  if (at !== -1) room.waiting.splice(at, 1)
  return true
}

function close(room: Room): Promise<void> {
  room.isClosing = true
  clearInterval(room.sweeping)
  for (const connection of room.idle.splice(0)) connection.destroy()
  if (room.all.size === 0) return Promise.resolve()
  return new Promise((resolve) => room.whenClosed.push(resolve))
}
