import { setTimeout as wait } from 'node:timers/promises'

import { Pool } from 'undici'

import { caseOf } from './cases.ts'
import { judge, type Answered, type Verdict } from './judge.ts'

/** What clients have seen so far. */
export interface LoadCounts {
  readonly verdicts: Record<Verdict, number>
  /** A few answers that were neither right nor excused. */
  readonly faults: string[]
}

/** Clients that ask until they are stopped. */
export interface RunningLoad {
  readonly counts: LoadCounts
  stop(): Promise<void>
}

const MOST_FAULTS = 20
const PAUSE_MS = 10

/** Starts so many clients, each asking one thing after another with a pause between. */
export function startLoad(origin: string, clients: number, isTroubled: () => boolean): RunningLoad {
  const pool = new Pool(origin, { connections: clients })
  const counts: LoadCounts = { verdicts: { right: 0, partial: 0, unknown: 0, failed: 0, wrong: 0 }, faults: [] }
  let turn = 0
  let isOver = false
  const client = async (): Promise<void> => {
    while (!isOver) {
      const asked = caseOf(turn++)
      const wasTroubled = isTroubled()
      const answered = await ask(pool, asked.query)
      const verdict = judge(asked, answered, wasTroubled || isTroubled())
      counts.verdicts[verdict] += 1
      if ((verdict === 'wrong' || verdict === 'failed') && counts.faults.length < MOST_FAULTS)
        counts.faults.push(`${verdict}: ${asked.query} → ${answered === null ? 'no answer' : `${answered.status} ${answered.text.slice(0, 500)}`}`)
      await wait(PAUSE_MS)
    }
  }
  const running = Array.from({ length: clients }, client)
  return {
    counts,
    async stop() {
      isOver = true
      await Promise.all(running)
      await pool.close()
    },
  }
}

async function ask(pool: Pool, query: string): Promise<Answered> {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body: JSON.stringify({ query }) })
    return { status: answer.statusCode, text: await answer.body.text() }
  } catch {
    return null
  }
}
