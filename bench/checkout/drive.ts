import { Pool } from 'undici'

/** One checkout as a contestant is asked for it. */
export interface Request {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a contestant answered while it was measured. Times in milliseconds. */
export interface Driven {
  readonly checkouts: number
  readonly elapsedMs: number
  readonly times: readonly number[]
  /** Orders that did not complete, by what was answered. */
  readonly others: Readonly<Record<string, number>>
}

/** How wide and how long. */
export interface Drive {
  readonly origin: string
  readonly requests: readonly Request[]
  readonly concurrent: number
  readonly measureMs: number
  /** Called when the measuring begins and when it ends. */
  readonly mark: () => Promise<void>
}

/** Whoever waits for an answer asks for nothing else: each of the clients has one checkout at a time. It ends early when there are no carts left. */
export async function drive({ origin, requests, concurrent, measureMs, mark }: Drive): Promise<Driven> {
  const pool = new Pool(origin, { connections: concurrent, pipelining: 1 })
  const times: number[] = []
  const others: Record<string, number> = {}
  let turn = 0
  let done = 0
  let measuring = false
  let over = false
  const client = async (): Promise<void> => {
    while (!over) {
      const request = requests[turn++]
      if (request === undefined) return
      const sent = performance.now()
      const phase = await ask(pool, request)
      done += 1
      if (!measuring) continue
      times.push(performance.now() - sent)
      if (phase !== 'COMPLETED') others[phase] = (others[phase] ?? 0) + 1
    }
  }
  const clients = Promise.all(Array.from({ length: concurrent }, client))
  await Promise.race([warm(() => done, Math.min(WARM_CHECKOUTS, requests.length / 3)), clients])
  await mark()
  const began = performance.now()
  measuring = true
  await Promise.race([pause(measureMs), clients])
  measuring = false
  const elapsedMs = performance.now() - began
  await mark()
  over = true
  await clients
  await pool.close()
  return { checkouts: times.length, elapsedMs, times: times.toSorted((a, b) => a - b), others }
}

const WARM_MS = 1500
const WARM_CHECKOUTS = 1500
const WARM_AT_MOST_MS = 8000

/** It takes some hundred checkouts until most of the code is compiled; on a busy machine that is a matter of patience. */
async function warm(done: () => number, enough: number): Promise<void> {
  const began = performance.now()
  const elapsed = (): number => performance.now() - began
  while (elapsed() < WARM_MS || (done() < enough && elapsed() < WARM_AT_MOST_MS)) await pause(50)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const PHASE = /"phase":"([^"]*)"/

async function ask(pool: Pool, { path, headers, body }: Request): Promise<string> {
  const answer = await pool.request({ path, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  const text = await answer.body.text()
  return PHASE.exec(text)?.[1] ?? text.slice(0, 200)
}
