import { parseArgs } from 'node:util'

import { CONTESTANTS, FEATURES, peer, type Contestant } from './contestants.ts'

/** Whether each request has a viewer of its own, or all have one. */
export type Requests = 'unique' | 'identical'
/** One of a workload's two queries. */
export type Query = 'heavy' | 'light'

/** How the race goes. Times in seconds unless the name says otherwise. */
export interface Options {
  readonly contestants: readonly Contestant[]
  readonly workloads: readonly ('A' | 'B')[]
  readonly requests: readonly Requests[]
  readonly queries: readonly Query[]
  readonly rounds: number
  readonly seconds: number
  readonly warmup: number
  readonly connections: number
  /** How many different tokens unique requests take turns with. */
  readonly tokens: number
  /** How long each subgraph waits before it answers. */
  readonly delayMs: number
  /** A config file for our own routers instead of the one that the bench writes. */
  readonly config: string | undefined
}

const text = (fallback: string) => ({ type: 'string', default: fallback }) as const

const OPTIONS = {
  only: { type: 'string' },
  peer: { type: 'string', multiple: true, default: [] as string[] },
  workloads: text('A,B'),
  requests: text('unique,identical'),
  queries: text('light,heavy'),
  rounds: text('3'),
  seconds: text('5'),
  warmup: text('4'),
  connections: text('50'),
  tokens: text('4000'),
  delay: text('0'),
  config: { type: 'string' },
  features: { type: 'boolean', default: false },
} as const

/** Reads the bench's options. Throws Error with one sentence for the terminal. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  return {
    contestants: chosen([...CONTESTANTS, ...(values.features ? FEATURES : []), ...values.peer.map(readPeer)], values.only),
    workloads: words(values.workloads, ['A', 'B']),
    requests: words(values.requests, ['unique', 'identical']),
    queries: words(values.queries, ['light', 'heavy']),
    rounds: number('rounds', values.rounds, 1),
    seconds: number('seconds', values.seconds, 0.1),
    warmup: number('warmup', values.warmup, 0),
    connections: number('connections', values.connections, 1),
    tokens: number('tokens', values.tokens, 1),
    delayMs: number('delay', values.delay, 0),
    config: values.config,
  }
}

function readPeer(given: string): Contestant {
  const contestant = peer(given)
  if (contestant === null) throw new Error(`--peer is written NAME=COMMAND, not "${given}".`)
  return contestant
}

/** Those whose names begin with one of the words; all without any. */
function chosen(all: readonly Contestant[], only: string | undefined): readonly Contestant[] {
  const beginnings = only?.split(',').map((word) => word.trim())
  const found = all.filter(({ name }) => beginnings?.some((beginning) => name.startsWith(beginning)) ?? true)
  if (found.length === 0) throw new Error(`--only "${only}" names none of: ${all.map(({ name }) => name).join(' | ')}.`)
  return found
}

function words<Word extends string>(given: string, known: readonly Word[]): readonly Word[] {
  const found = known.filter((word) => given.split(',').includes(word))
  if (found.length === 0) throw new Error(`"${given}" names none of: ${known.join(', ')}.`)
  return found
}

function number(name: string, given: string, least: number): number {
  const value = Number(given)
  if (!(value >= least)) throw new Error(`--${name} must be a number from ${least} on, not "${given}".`)
  return value
}
