import { Pool } from 'undici'

/** What to send, how wide and how long. */
export interface Load {
  /** Of the server; the path is the request's own. */
  readonly origin: string
  readonly path: string
  /** Of every request, or of the n-th. */
  readonly headers: Readonly<Record<string, string>> | ((turn: number) => Readonly<Record<string, string>>)
  /** The body of the n-th request. */
  readonly body: (turn: number) => string
  readonly connections: number
  readonly seconds: number
  /** Whether an answer of status 200 is the right one; without it, whether it holds no GraphQL errors. */
  readonly isRight?: (answer: Buffer) => boolean
}

/** What was measured on the client's side. Times in milliseconds. */
export interface LoadFigures {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Answers that were not 200 or not right, and connections that broke. */
  readonly failures: number
}

const holdsNoErrors = (answer: Buffer): boolean => !answer.includes('"errors":')

/** Sends requests one after another on each connection until the time is over. */
export async function runLoad({ origin, path, headers, body, connections, seconds, isRight = holdsNoErrors }: Load): Promise<LoadFigures> {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const headersOf = typeof headers === 'function' ? headers : () => headers
  const times: number[] = []
  let failures = 0
  let turn = 0
  const ask = async (number: number): Promise<boolean> => {
    const own = { 'content-type': 'application/json', ...headersOf(number) }
    const answer = await pool.request({ path, method: 'POST', headers: own, body: body(number) })
    const received = Buffer.from(await answer.body.arrayBuffer())
    return answer.statusCode === 200 && isRight(received)
  }
  const started = performance.now()
  const until = started + seconds * 1000
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const sent = performance.now()
      const right = await ask(turn++).catch(() => false)
      times.push(performance.now() - sent)
      if (!right) failures++
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const elapsed = (performance.now() - started) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number): number => Number((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(2))
  return { requests: times.length, perSecond: Math.round(times.length / elapsed), p50: at(0.5), p99: at(0.99), failures }
}
