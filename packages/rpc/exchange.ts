import { Pool, type Dispatcher } from 'undici'

/** What was answered; any status is an answer. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** One request and how long its answer is waited for. */
export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
  readonly timeoutMs: number
}

/** The time is over. */
export class AnswerTooLate extends Error {
  override readonly message = 'The answer did not come in time'
}

/** The answer is longer than the caller reads. */
export class AnswerTooLong extends Error {
  override readonly message = 'The answer is too long'
}

/** Connections to one process. */
export interface Exchange {
  /** Sends a question and resolves with its whole answer. Rejects with AnswerTooLate, AnswerTooLong, or what went wrong on the way. */
  ask(question: Question): Promise<Answer>
  close(): Promise<void>
}

/** How many connections, and how much is read. */
export interface ExchangeOptions {
  /** `http://host:port` */
  readonly baseUrl: string
  readonly connections: number
  readonly maxAnswerBytes: number
}

/** A longer timer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Opens a pool of connections. Undici's dispatcher is spoken to directly: its `request` makes a stream and a signal of every answer, at twice the cost. */
export function createExchange({ baseUrl, connections, maxAnswerBytes }: ExchangeOptions): Exchange {
  // The far side keeps idle connections for 65 s: ours go first, so that no call meets a connection that is just being closed.
  const pool = new Pool(baseUrl, { connections, keepAliveTimeout: 30_000, connect: { timeout: 2000 }, pipelining: 1 })
  return {
    ask: ({ timeoutMs, ...request }) =>
      new Promise((resolve, reject) => {
        if (timeoutMs <= 0) return reject(new AnswerTooLate())
        pool.dispatch(request, answerReader({ resolve, reject, timeoutMs, maxAnswerBytes }))
      }),
    close: () => pool.close(),
  }
}

interface Reading {
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: Error) => void
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
}

/** Gathers an answer until it is whole, too long or too late. */
function answerReader({ resolve, reject, timeoutMs, maxAnswerBytes }: Reading): Dispatcher.DispatchHandler {
  let sending: Dispatcher.DispatchController | undefined
  let refused: Error | undefined
  let status = 0
  let headers: Answer['headers'] = {}
  let length = 0
  const chunks: Buffer[] = []
  const refuse = (reason: Error): void => {
    clearTimeout(timer)
    refused ??= reason
    reject(refused)
    sending?.abort(refused)
  }
  const timer = setTimeout(() => refuse(new AnswerTooLate()), Math.min(timeoutMs, LONGEST_TIMER_MS))
  return {
    onRequestStart(controller) {
      sending = controller
      // It waited for a connection until nobody waited for it any more: it is not sent.
      if (refused !== undefined) controller.abort(refused)
    },
    onResponseStart(_controller, code, fields) {
      status = code
      headers = fields
    },
    onResponseData(_controller, chunk) {
      length += chunk.length
      if (length > maxAnswerBytes) refuse(new AnswerTooLong())
      else chunks.push(chunk)
    },
    onResponseEnd() {
      clearTimeout(timer)
      const [only] = chunks
      resolve({ status, headers, body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks) })
    },
    onResponseError: (_controller, error) => refuse(error),
  }
}
