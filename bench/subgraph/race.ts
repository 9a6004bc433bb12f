import { createHash } from 'node:crypto'

import { runLoad } from '../load.ts'
import { cpuOf } from '../processes.ts'
import { backendsOf } from './backends.ts'
import type { Contestant } from './contestant.ts'
import { bodies } from './fixture.ts'

/** A kind of request. */
export type Kind = keyof typeof bodies

/** What a number of requests has cost, in milliseconds of processor time. */
export interface Tally {
  requests: number
  nodeMs: number
  postgresMs: number
}

/** By kind of request and name of contestant. */
export type Tallies = Record<Kind, Record<string, Tally>>

/** Where and how long the contestants run. */
export interface Track {
  /** A superuser of the database, to tell whose backends work. */
  readonly adminUrl: string
  readonly connections: number
  /** Of one run. */
  readonly seconds: number
  readonly rounds: number
}

async function answerOf({ origin, path, headers }: Contestant, body: string): Promise<string> {
  const answer = await fetch(origin + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers() }, body })
  const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown }
  if (data === undefined || errors !== undefined) throw new Error(`An answer was not as it should be: ${JSON.stringify(errors)}`)
  return createHash('sha256').update(JSON.stringify(data)).digest('hex')
}

/** Refuses to race servers whose answers differ. */
export async function assertEqualAnswers(contestants: readonly Contestant[]): Promise<void> {
  for (const body of Object.values(bodies)) {
    for (let turn = 0; turn < 10; turn++) {
      const answers = await Promise.all(contestants.map((contestant) => answerOf(contestant, body(turn))))
      if (new Set(answers).size !== 1) throw new Error(`The answers to ${body(turn)} differ`)
    }
  }
}

async function measure(contestant: Contestant, kind: Kind, { adminUrl, connections, seconds }: Omit<Track, 'rounds'>): Promise<Tally> {
  const { pid, application, origin, path, headers } = contestant
  const backends = await backendsOf(adminUrl, application)
  const nodeBefore = cpuOf(pid)
  const postgresBefore = backends.map(cpuOf)
  const { requests, failures } = await runLoad({ origin, path, headers: headers(), body: bodies[kind], connections, seconds })
  if (failures > 0) throw new Error(`${failures} of ${requests} answers of ${contestant.name} failed`)
  const after = await backendsOf(adminUrl, application)
  const postgresMs = after.reduce((sum, backend) => sum + cpuOf(backend) - (postgresBefore[backends.indexOf(backend)] ?? 0), 0)
  return { requests, nodeMs: cpuOf(pid) - nodeBefore, postgresMs }
}

/** Asks each in turn, kind by kind and round by round; what is answered are the sums over all rounds. */
export async function race(contestants: readonly Contestant[], { adminUrl, connections, seconds, rounds }: Track): Promise<Tallies> {
  const tallies: Tallies = { entities: {}, one: {} }
  // The first round warms everything up: connections, prepared statements, compiled code. The others count.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of ['entities', 'one'] as const) {
      for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
        const run = await measure(contestant, kind, { adminUrl, connections, seconds })
        if (round === 0) continue
        const sum = (tallies[kind][contestant.name] ??= { requests: 0, nodeMs: 0, postgresMs: 0 })
        for (const figure of ['requests', 'nodeMs', 'postgresMs'] as const) sum[figure] += run[figure]
      }
    }
  }
  return tallies
}
