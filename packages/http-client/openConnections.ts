import type { Failure, Receiver, Request } from './answer.ts'
import { openConnection, type Call, type Connection } from './connection.ts'
import { targetOf } from './openSocket.ts'
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
  readonly open: () => void
  opening: number
  isClosing: boolean
  readonly sweep: { timer: NodeJS.Timeout | undefined }
  readonly whenClosed: (() => void)[]
}

/** The other side closes at the second that it names, or a little before. */
const MARGIN_MS = 1000
const SWEEP_MS = 5000

/** Opens connections when they are needed. */
export function openConnections(options: ConnectionsOptions): Connections {
  const { origin, connections: most, maxBytes, connectTimeoutMs = 2000, idleMs = 30_000, ca } = options
  const target = targetOf(new URL(origin), ca)
  const events = {
    opened: (connection: Connection) => {
      room.opening -= 1
      use(room, connection)
    },
    freed: (connection: Connection, keptSeconds: number | undefined) => {
      connection.idleUntil = performance.now() + (keptSeconds === undefined ? idleMs : Math.min(idleMs, keptSeconds * 1000 - MARGIN_MS))
      use(room, connection)
    },
    closed: (connection: Connection, neverOpened: Error | undefined) => forget(room, connection, neverOpened),
  }
  const room: Room = {
    most,
    idleMs,
    all: new Set(),
    idle: [],
    waiting: [],
    open() {
      room.opening += 1
      room.all.add(openConnection({ target, connectTimeoutMs, maxBytes, ...events }))
    },
    opening: 0,
    isClosing: false,
    sweep: { timer: undefined },
    whenClosed: [],
  }
  return {
    send(request, receiver) {
      const call: Call = { lines: linesOf(target.host, request), body: request.body, receiver, connection: null, hasEnded: false }
      if (room.isClosing) queueMicrotask(() => failCall(call, 'unsent', new Error('The connections are being closed')))
      else start(room, call)
      return () => giveUp(room, call)
    },
    close: () => close(room),
  }
}

function start(room: Room, call: Call): void {
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
  room.sweep.timer ??= setInterval(() => sweep(room), SWEEP_MS).unref()
}

function nextWaiting({ waiting }: Room): Call | undefined {
  for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) if (!call.hasEnded) return call
  return undefined
}

function sweep(room: Room): void {
  const now = performance.now()
  for (const connection of room.idle.filter(({ idleUntil }) => idleUntil <= now)) connection.destroy()
  if (room.idle.length > 0 || room.sweep.timer === undefined) return
  clearInterval(room.sweep.timer)
  room.sweep.timer = undefined
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
  call.hasEnded = true
  call.receiver.failed(how, reason)
}

function giveUp(room: Room, call: Call): void {
  if (call.hasEnded) return
  call.hasEnded = true
  if (call.connection !== null) return call.connection.destroy()
  const at = room.waiting.indexOf(call)
  if (at !== -1) room.waiting.splice(at, 1)
}

function close(room: Room): Promise<void> {
  room.isClosing = true
  clearInterval(room.sweep.timer)
  for (const connection of room.idle.splice(0)) connection.destroy()
  if (room.all.size === 0) return Promise.resolve()
  return new Promise((resolve) => room.whenClosed.push(resolve))
}
