import { join } from 'node:path'

import { repository } from '../../tools/start/dataFolder.ts'

/** What a router is told when it is started. */
export interface Start {
  /** File with the supergraph. */
  readonly supergraph: string
  readonly port: number
  /** File with the public keys of the tokens that it will see. */
  readonly jwks: string
  /** File with the config of our own router. */
  readonly config: string
  /** Whether what a router has for sharing the work of equal requests is to be switched on. */
  readonly sharing: boolean
}

/** A program and its arguments, and what it needs in its environment. */
export interface Command {
  readonly line: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A router that can be started for the race. */
export interface Contestant {
  readonly name: string
  readonly command: (start: Start) => Command
  /** For our own: what its config says beside what all of ours say. */
  readonly config?: Readonly<Record<string, unknown>>
  /** What a reader of the figures must know. */
  readonly remark?: string
  /** Whether it comes with the packages of `hive/`. */
  readonly hive?: true
}

const HERE = import.meta.dirname
const node = [process.execPath, '--disable-warning=ExperimentalWarning']

/** The one beside which all others are put. */
export const REFERENCE = '@apollo/gateway'

/**
 * What all configs of our own router say: everybody here has one address, so its rate limits count as always but never refuse.
 * The client's token goes on to the subgraphs, as all others pass it on. All else is the default.
 */
export const OUR_CONFIG = {
  headers: { request: [{ propagate: 'authorization' }] },
  rateLimits: { perAddress: { requests: 1_000_000, burst: 1_000_000 }, perUser: { requests: 1_000_000, burst: 1_000_000 } },
} as const

/** What all configs of our own router say where equal requests are raced. */
export const OUR_SHARING = { sharing: { operations: true, calls: true } } as const

/** Our own router as `npm run router` starts it, with options of its command line and of its config. */
const ours = (name: string, options: readonly string[] = [], config: Readonly<Record<string, unknown>> = {}): Contestant => ({
  name,
  config,
  remark: `${name} alone verifies every token and counts rate limits.`,
  command: ({ supergraph, port, jwks, config: file }) => ({
    line: [
      ...node,
      join(repository, 'router/main.ts'),
      '--supergraph',
      supergraph,
      '--port',
      `${port}`,
      '--jwks',
      jwks,
      '--config',
      file,
      ...options,
    ],
  }),
})

const hive = (name: string, config: string): Contestant => ({
  name,
  hive: true,
  command: ({ supergraph, port, sharing }) => ({
    line: [
      ...node,
      join(HERE, 'hive/node_modules/@graphql-hive/gateway/dist/bin.js'),
      'supergraph',
      supergraph,
      '--config-path',
      join(HERE, 'hive', config),
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--fork',
      '1',
    ],
    environment: { SHARING: `${sharing}` },
  }),
})

/** Everybody who is known here; others come by `--peer`. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: REFERENCE, command: ({ supergraph, port }) => ({ line: [...node, join(HERE, 'apolloGateway.ts'), supergraph, `${port}`] }) },
  ours('agora'),
  hive('hive, js planner', 'javascriptPlanner.config.mjs'),
  hive('hive, native planner', 'nativePlanner.config.mjs'),
]

const DEMAND_CONTROL = { demandControl: { mode: 'measure' } }
/** A collector that is away takes nothing: what is measured is the router's side. */
const TRACES = { telemetry: { traces: { endpoint: 'http://127.0.0.1:9/v1/traces' } } }

/** Ours with single features switched on that its defaults leave off, for `--features`: what does each add? */
export const FEATURES: readonly Contestant[] = [
  ours('agora + sharing', [], OUR_SHARING),
  ours('agora + demand control', [], DEMAND_CONTROL),
  ours('agora + traces', [], TRACES),
  ours('agora + all three', [], { ...OUR_SHARING, ...DEMAND_CONTROL, ...TRACES }),
]

/** A router of somebody else from `NAME=COMMAND`, a line for the shell in which {supergraph}, {port} and {jwks} are filled in. Null where it is not of that form. */
export function peer(text: string): Contestant | null {
  const [, name, line] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (name === undefined || line === undefined) return null
  const filled = ({ supergraph, port, jwks }: Start): string =>
    line.replaceAll('{supergraph}', supergraph).replaceAll('{port}', `${port}`).replaceAll('{jwks}', jwks)
  return { name, command: (start) => ({ line: ['/bin/sh', '-c', filled(start)] }) }
}
