import type { IncomingHttpHeaders } from 'node:http'

import { readFields, type AnswerHead } from './answerHead.ts'
import type { LentBytes } from './lentBytes.ts'

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  /** Names and values in turn. `host`, `content-length` and what is about the connection is said already. */
  readonly headers: readonly string[]
  /** Null where there is none. */
  readonly body: string | Buffer | null
  /** How long the whole answer is waited for, a connection included; up to 20 ms longer. */
  readonly timeoutMs: number
}

/** What came back before its body. */
export interface Answer {
  readonly status: number
  /** `content-encoding`, in lower case. */
  readonly encoding: string | undefined
  /** Names in lower case. Read when they are asked for, and then kept: of most answers nobody ever looks at them. */
  readonly headers: () => Readonly<IncomingHttpHeaders>
}

/** How a request came to have no answer: `unsent`, nothing of it left this process; `broken`, the connection ended or what came is no answer; `too long`, the body; `late`, the time was over. */
export type Failure = 'unsent' | 'broken' | 'too long' | 'late'

/** Told how one request ended, once; not at all where it was given up. */
export interface Receiver {
  answered(answer: Answer, body: LentBytes): void
  failed(how: Failure, reason: Error): void
}

/** The answer that a head begins. */
export function answerOf({ status, encoding, lines }: AnswerHead): Answer {
  let fields: IncomingHttpHeaders | undefined
  return { status, encoding, headers: () => (fields ??= readFields(lines)) }
}
