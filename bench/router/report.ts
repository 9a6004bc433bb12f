import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { REFERENCE } from './contestants.ts'
import type { Options, Query, Requests } from './options.ts'
import type { Run } from './race.ts'
import type { Workload } from './workload.ts'

/** The outcome of one case. */
export interface Outcome {
  readonly workload: Workload['name']
  readonly requests: Requests
  readonly query: Query
  readonly runs: readonly Run[]
}

/** One router in one case, by its median round. Times in milliseconds. */
export interface Figures {
  readonly workload: Workload['name']
  readonly requests: Requests
  readonly query: Query
  readonly router: string
  readonly cpuMs: number
  /** Beside the reference in the same case; null where that did not run. */
  readonly share: number | null
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly peakMB: number
  readonly calls: number
  readonly failures: number
  readonly hash: string
  /** Processor time a request of each round. */
  readonly cpuMsOfRounds: readonly number[]
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
const short = (value: number): number => Number(value.toPrecision(3))

/** The figures of a case. */
export function figuresOf({ runs, ...which }: Outcome): readonly Figures[] {
  const cpuOf = ({ rounds }: Run): number => median(rounds.map(({ cpuMs }) => cpuMs))
  const reference = runs.find(({ name }) => name === REFERENCE)
  return runs.map((run) => {
    const of = (figure: 'perSecond' | 'p50' | 'p99' | 'calls'): number => short(median(run.rounds.map((round) => round[figure])))
    return {
      ...which,
      router: run.name,
      cpuMs: short(cpuOf(run)),
      share: reference === undefined ? null : short(cpuOf(run) / cpuOf(reference)),
      perSecond: of('perSecond'),
      p50: of('p50'),
      p99: of('p99'),
      peakMB: run.peakMB,
      calls: of('calls'),
      failures: run.rounds.reduce((total, { failures }) => total + failures, 0),
      hash: run.hash,
      cpuMsOfRounds: run.rounds.map(({ cpuMs }) => short(cpuMs)),
    }
  })
}

const HEADS = ['case', 'router', 'CPU ms', 'of reference', 'requests/s', 'p50 ms', 'p99 ms', 'peak MB', 'calls/request', 'failures']

/** The share as a fraction: 1/5.5 is cheaper, 2.0 dearer. */
export const asFraction = (share: number | null): string => (share === null ? '–' : share < 1 ? `1/${(1 / share).toFixed(1)}` : share.toFixed(1))

/** A row a router and case, what it means, the machine, and all figures as one JSON object on the last line. */
export function report(outcomes: readonly Outcome[], options: Options, notes: readonly string[]): void {
  const machine = describeMachine()
  const figures = outcomes.flatMap(figuresOf)
  const rows = figures.map(({ workload, requests, query, router, cpuMs, share, perSecond, p50, p99, peakMB, calls, failures }) => [
    `${workload} ${query}, ${requests}`,
    router,
    cpuMs,
    asFraction(share),
    perSecond,
    p50,
    p99,
    peakMB,
    calls,
    failures,
  ])
  const { connections, rounds, seconds, warmup, tokens, delayMs } = options
  const lines = [
    table(HEADS, rows),
    '',
    `CPU ms a request at ${connections} connections; medians of ${rounds} rounds of ${seconds} s each, interleaved, after ${warmup} s of warm-up; reference: ${REFERENCE}.`,
    ...notes,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load}, ${machine.date}`,
    '',
    JSON.stringify({ bench: 'router', unit: 'CPU ms a request', connections, rounds, seconds, warmup, tokens, delayMs, notes, figures, machine }),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
