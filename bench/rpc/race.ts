import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import type { Contestant } from './contestants.ts'

/** What one call costs: processor time of both ends in microseconds, and how long it takes in milliseconds. */
export interface Figures {
  readonly clientUs: number
  readonly serverUs: number
  readonly p50: number
  readonly p99: number
  readonly calls: number
}

/** How the race goes. */
export interface Track {
  readonly server: ChildProcess
  readonly concurrency: number
  /** Calls of one run. */
  readonly calls: number
  readonly rounds: number
}

interface Run extends Omit<Figures, 'p50' | 'p99'> {
  readonly times: readonly number[]
}

const sumOf = ({ user, system }: NodeJS.CpuUsage): number => user + system

async function cpuOf(server: ChildProcess): Promise<number> {
  const answered = once(server, 'message')
  server.send('cpu')
  const [used] = (await answered) as [NodeJS.CpuUsage]
  return sumOf(used)
}

async function run({ call }: Contestant, { server, concurrency, calls }: Omit<Track, 'rounds'>): Promise<Run> {
  const times: number[] = []
  let left = calls
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const sent = performance.now()
      await call()
      times.push(performance.now() - sent)
    }
  }
  const serverBefore = await cpuOf(server)
  const clientBefore = sumOf(process.cpuUsage())
  await Promise.all(Array.from({ length: concurrency }, worker))
  const clientUs = sumOf(process.cpuUsage()) - clientBefore
  return { clientUs, serverUs: (await cpuOf(server)) - serverBefore, calls, times }
}

/** It takes some ten thousand calls until everybody's code is compiled as well as it will be. */
const WARMING_ROUNDS = 4

/** Lets each call in turn, round by round; of each the median round counts, by the time of both ends. The first rounds only warm up. */
export async function race(contestants: readonly Contestant[], track: Track): Promise<Record<string, Figures>> {
  const runs: Record<string, Run[]> = {}
  for (let round = 0; round < WARMING_ROUNDS + track.rounds; round++) {
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const figures = await run(contestant, track)
      if (round >= WARMING_ROUNDS) (runs[contestant.name] ??= []).push(figures)
    }
  }
  return Object.fromEntries(contestants.map(({ name }) => [name, figuresOf(runs[name] ?? [])]))
}

function figuresOf(runs: readonly Run[]): Figures {
  const middle = runs.toSorted((a, b) => a.clientUs + a.serverUs - b.clientUs - b.serverUs)[Math.floor(runs.length / 2)]
  const times = runs.flatMap((each) => each.times).toSorted((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0
  const { clientUs = 0, serverUs = 0, calls = 1 } = middle ?? {}
  return { clientUs: clientUs / calls, serverUs: serverUs / calls, p50: at(0.5), p99: at(0.99), calls: times.length }
}
