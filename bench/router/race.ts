import { runLoad } from '../load.ts'
import { cpuOf, peakResidentMB, processTree } from '../processes.ts'
import type { Judge } from './answers.ts'
import type { Options } from './options.ts'
import type { Running } from './startContestant.ts'
import type { Question, Workload } from './workload.ts'

/** A router in the race, with somebody who knows the right answer. */
export interface Racer {
  readonly router: Running
  readonly judge: Judge
}

/** What one round of one router measured. Times in milliseconds. */
export interface Round {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failures: number
  /** Processor time a request, of the router's processes together. */
  readonly cpuMs: number
  /** Calls to subgraphs a request. */
  readonly calls: number
}

/** All rounds of one router. */
export interface Run {
  readonly name: string
  readonly rounds: readonly Round[]
  /** The most memory that its processes have held since they were started. */
  readonly peakMB: number
  /** Of its answer. */
  readonly hash: string
}

/** What is asked in a race, and by whom. */
export interface Track extends Pick<Options, 'rounds' | 'seconds' | 'warmup' | 'connections'> {
  readonly workload: Workload
  readonly question: Question
  /** The next request's proof of identity. */
  readonly token: () => string
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const cpuOfTree = (pid: number): number => sum(processTree(pid).map(cpuOf))

/** Lets each router answer for a while, round by round, in an order that changes; before that each warms up. */
export async function race(racers: readonly Racer[], track: Track): Promise<Run[]> {
  const rounds = new Map<string, Round[]>(racers.map(({ router }) => [router.name, []]))
  if (track.warmup > 0) for (const racer of racers) await drive(racer, track, track.warmup)
  for (let round = 0; round < track.rounds; round++) {
    for (const racer of round % 2 === 0 ? racers : racers.toReversed()) {
      rounds.get(racer.router.name)?.push(await drive(racer, track, track.seconds))
    }
  }
  return racers.map(({ router: { name, pid }, judge }) => ({
    name,
    rounds: rounds.get(name) ?? [],
    peakMB: sum(processTree(pid).map(peakResidentMB)),
    hash: judge.hash(),
  }))
}

async function drive({ router, judge }: Racer, { workload, question, token, connections }: Track, seconds: number): Promise<Round> {
  const body = JSON.stringify(question)
  const before = { cpu: cpuOfTree(router.pid), calls: await workload.calls() }
  const { requests, ...figures } = await runLoad({
    origin: router.origin,
    path: router.path,
    connections,
    seconds,
    headers: () => ({ authorization: `Bearer ${token()}` }),
    body: () => body,
    isRight: (answer) => judge.isRight(answer),
  })
  const cpuMs = (cpuOfTree(router.pid) - before.cpu) / requests
  return { requests, ...figures, cpuMs, calls: ((await workload.calls()) - before.calls) / requests }
}
