import type { Socket } from 'node:net'

import { answerOf, type Failure, type Receiver, type Request } from './answer.ts'
import { createAnswerReader, endBytes, expectAnswer, takeBytes, type ReadFault } from './answerReader.ts'
import { openSocket, type Target } from './openSocket.ts'
import { writeRequest } from './writeRequest.ts'

/** A request on its way. */
export interface Call {
  readonly lines: string
  readonly body: Request['body']
  readonly receiver: Receiver
  /** Null while it waits for a connection, and when it has ended. */
  connection: Connection | null
  hasEnded: boolean
}

/** One connection: a request at a time. */
export interface Connection {
  /** Sends a call; only while none is under way. */
  send(call: Call): void
  /** Until when it may be used again, while it is idle. */
  idleUntil: number
  /** False as soon as either side has begun to close it. */
  isUsable(): boolean
  /** Closes it, whatever is under way. */
  destroy(): void
}

/** Told what becomes of a connection. */
export interface ConnectionEvents {
  opened(connection: Connection): void
  /** It may be given another call, until so many seconds have gone by where the other side said so. */
  freed(connection: Connection, keptSeconds: number | undefined): void
  /** It is no more. `reason` says why it was never opened. */
  closed(connection: Connection, reason: Error | undefined): void
}

/** What a connection is opened with. */
export interface ConnectionOptions extends ConnectionEvents {
  readonly target: Target
  readonly connectTimeoutMs: number
  readonly maxBytes: number
}

const FAULTS: Readonly<Record<ReadFault, readonly [Failure, string]>> = {
  malformed: ['broken', 'What came is no HTTP answer'],
  unasked: ['broken', 'An answer came to nothing that was asked'],
  'too long': ['too long', 'The answer is longer than is read'],
}

/** Opens a connection. */
export function openConnection({ target, connectTimeoutMs, maxBytes, ...events }: ConnectionOptions): Connection {
  const place: { call: Call | null } = { call: null }
  const reader = createAnswerReader(maxBytes, {
    answered(head, body) {
      const receiver = endCall(place)
      if (head.keeps) events.freed(connection, head.keptSeconds)
      else socket.destroy()
      receiver?.answered(answerOf(head), body)
    },
    failed(fault) {
      const [how, message] = FAULTS[fault]
      socket.destroy()
      endCall(place)?.failed(how, new Error(message))
    },
  })
  const socket = openSocket(target, (memory, length) => takeBytes(reader, memory, length)).once('end', () => endBytes(reader))
  const connection: Connection = {
    send(call) {
      place.call = call
      call.connection = connection
      expectAnswer(reader)
      writeRequest(socket, call.lines, call.body)
    },
    idleUntil: 0,
    isUsable: () => socket.writable && !socket.readableEnded && !socket.destroyed,
    destroy: () => void socket.destroy(),
  }
  followSocket(socket, {
    readyEvent: target.isSecure ? 'secureConnect' : 'connect',
    connectTimeoutMs,
    opened: () => events.opened(connection),
    closed(reason, wasOpen) {
      events.closed(connection, wasOpen ? undefined : reason)
      endCall(place)?.failed('broken', reason)
    },
  })
  return connection
}

/** Undefined where there is none, or it was given up: nobody is told of it then. */
function endCall(place: { call: Call | null }): Receiver | undefined {
  const ended = place.call
  place.call = null
  if (ended === null || ended.hasEnded) return undefined
  ended.hasEnded = true
  ended.connection = null
  return ended.receiver
}

interface SocketEvents {
  readonly readyEvent: string
  readonly connectTimeoutMs: number
  readonly opened: () => void
  readonly closed: (reason: Error, wasOpen: boolean) => void
}

function followSocket(socket: Socket, { readyEvent, connectTimeoutMs, opened, closed }: SocketEvents): void {
  let isOpen = false
  let failure: Error | undefined
  const late = setTimeout(() => socket.destroy(new Error(`No connection within ${connectTimeoutMs} ms`)), connectTimeoutMs)
  socket
    .once(readyEvent, () => {
      clearTimeout(late)
      isOpen = true
      opened()
    })
    .on('error', (error) => (failure ??= error))
    .once('close', () => {
      clearTimeout(late)
      closed(failure ?? new Error('The connection was closed'), isOpen)
    })
}
