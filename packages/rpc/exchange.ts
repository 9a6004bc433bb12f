import { copyOf } from '@agora/http-client/lentBytes.ts'
import { openConnections } from '@agora/http-client/openConnections.ts'

/** What was answered; any status is an answer. */
export interface Answer {
  readonly status: number
  /** Names in lower case; read when they are asked for. */
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>
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

/** Opens a pool of connections. */
export function createExchange({ baseUrl, connections, maxAnswerBytes }: ExchangeOptions): Exchange {
  const pool = openConnections({ origin: baseUrl, connections, maxBytes: maxAnswerBytes })
  return {
    ask: ({ timeoutMs, method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        if (timeoutMs <= 0) return reject(new AnswerTooLate())
        pool.send(
          { method, path, headers: Object.entries(headers).flat(), body, timeoutMs },
          {
            answered: ({ status, headers: fields }, lent) => resolve({ status, headers: fields, body: copyOf(lent) }),
            failed: (how, reason) => reject(how === 'too long' ? new AnswerTooLong() : how === 'late' ? new AnswerTooLate() : reason),
          },
        )
      }),
    close: () => pool.close(),
  }
}
