import type { Socket } from 'node:net'

import { answerOf, type Failure, type Receiver, type Request } from './answer.ts'
import type { AnswerHead } from './answerHead.ts'
import { createAnswerReader, endBytes, expectAnswer, takeBytes, type ReadFault } from './answerReader.ts'
import type { LentBytes } from './lentBytes.ts'
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
  /** By a clock that never goes back. */
  readonly expiresAt: number
  /** Where it stands until it has ended. */
  readonly pending: Set<Call>
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

function reasonOf(fault: ReadFault): [Failure, Error] {
  const [how, message] = FAULTS[fault]
  return [how, new Error(message)]
}

/** Opens a connection. */
export function openConnection({ target, connectTimeoutMs, maxBytes, ...events }: ConnectionOptions): Connection {
  const place: { call: Call | null } = { call: null }
  let isEnding = false
  const failed = (fault: ReadFault): void => {
    connection.destroy()
    endCall(place)?.failed(...reasonOf(fault))
  }
  const answered = (head: AnswerHead, body: LentBytes): void => {
    const receiver = endCall(place)
    if (head.keeps) events.freed(connection, head.keptSeconds)
    else connection.destroy()
    receiver?.answered(answerOf(head), body)
  }
  const reader = createAnswerReader(maxBytes, { answered, failed })
  const socket = openSocket(target, (memory, length) => takeBytes(reader, memory, length))
  const send = (call: Call): void => {
    place.call = call
    call.connection = connection
    expectAnswer(reader)
    writeRequest(socket, call.lines, call.body)
  }
  const destroy = (): void => {
    isEnding = true
    socket.destroy()
  }
  const connection: Connection = { send, idleUntil: 0, isUsable: () => !isEnding, destroy }
  followSocket(socket, target.isSecure ? 'secureConnect' : 'connect', {
    connectTimeoutMs,
    opened: () => events.opened(connection),
    ended() {
      isEnding = true
      endBytes(reader)
    },
    closed(neverOpened, reason) {
      events.closed(connection, neverOpened)
      endCall(place)?.failed('broken', reason)
    },
  })
  return connection
}
/** From now on nobody is told of it. */
export function endOf(call: Call): void {
  call.hasEnded = true
  call.pending.delete(call)
}

/** Undefined where there is none, or it was given up: nobody is told of it then. */
function endCall(place: { call: Call | null }): Receiver | undefined {
  const ended = place.call
  place.call = null
  if (ended === null || ended.hasEnded) return undefined
  endOf(ended)
  ended.connection = null
  return ended.receiver
}

interface SocketEvents {
  readonly connectTimeoutMs: number
  readonly opened: () => void
  /** The other side says no more. */
  readonly ended: () => void
  /** The first is told where it was never opened. */
  readonly closed: (neverOpened: Error | undefined, reason: Error) => void
}

function followSocket(socket: Socket, readyEvent: string, { connectTimeoutMs, opened, ended, closed }: SocketEvents): void {
  let isOpen = false
  let failure: Error | undefined
  const late = setTimeout(() => socket.destroy(new Error(`No connection within ${connectTimeoutMs} ms`)), connectTimeoutMs)
  socket
    .once(readyEvent, () => {
      clearTimeout(late)
      isOpen = true
      opened()
    })
    .once('end', ended)
    .on('error', (error) => (failure ??= error))
    .once('close', () => {
      clearTimeout(late)
      const reason = failure ?? new Error('The connection was closed')
      closed(isOpen ? undefined : reason, reason)
    })
}
