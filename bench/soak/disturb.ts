import { renameSync, writeFileSync } from 'node:fs'

import { request } from 'undici'

import type { Mischief, SmallGraph } from '../../router/testing/smallGraph.ts'

/** What is done to a router while it is asked. */
export interface Disturbances {
  /** Whether a subgraph is failing, or was so lately that a circuit may still be open. */
  isTroubled(): boolean
  /** How reloads ought to have ended so far. */
  readonly expected: { reloaded: number; refused: number }
  stop(): void
}

/** Where the router's files and doors are. */
export interface Disturbed {
  readonly graph: SmallGraph
  /** The supergraph's file, which is watched. */
  readonly file: string
  readonly operator: string
  readonly pid: number
}

const RELOAD_EVERY_MS = 10_000
const TROUBLE_EVERY_MS = 35_000
const TROUBLE_MS = 4000
/** A circuit opens for seconds, longer each time it has to open again. */
const AFTERMATH_MS = 20_000

const TROUBLES: readonly (readonly ['catalogue' | 'stock', Mischief])[] = [
  ['stock', 'fails'],
  ['catalogue', 'talks-nonsense'],
  ['stock', 'floods'],
  ['catalogue', 'fails'],
]

/** Puts another supergraph in the place of the one that is served every ten seconds, a broken one among them, and has one subgraph or the other fail. */
export function disturb(disturbed: Disturbed): Disturbances {
  const expected = { reloaded: 0, refused: 0 }
  let troubledUntil = 0
  let turn = 0
  const reloads = setInterval(() => void reload(disturbed, turn++, expected), RELOAD_EVERY_MS)
  let troubles = 0
  const failing = setInterval(() => {
    const [subgraph, how] = TROUBLES[troubles++ % TROUBLES.length] ?? ['stock', 'fails']
    disturbed.graph.misbehave(subgraph, how)
    troubledUntil = performance.now() + TROUBLE_MS + AFTERMATH_MS
    setTimeout(() => disturbed.graph.misbehave(subgraph, null), TROUBLE_MS)
  }, TROUBLE_EVERY_MS)
  return {
    isTroubled: () => performance.now() < troubledUntil,
    expected,
    stop() {
      clearInterval(reloads)
      clearInterval(failing)
    },
  }
}

/** Another file, a POST, a signal, a broken file, and the one before again. */
async function reload({ graph, file, operator, pid }: Disturbed, turn: number, expected: Disturbances['expected']): Promise<void> {
  const way = turn % 5
  expected[way === 3 ? 'refused' : 'reloaded'] += 1
  if (way === 1) await request(`${operator}/reload`, { method: 'POST' }).then(({ body }) => body.dump())
  else if (way === 2) process.kill(pid, 'SIGHUP')
  else replace(file, way === 3 ? 'type Query {' : supergraphOf(graph, Math.floor(turn / 5) + way))
}

/** Two that differ in what they know. */
function supergraphOf({ sdl }: SmallGraph, turn: number): string {
  return turn % 2 === 0 ? sdl.replace(/^ *slow\(.*\n/m, '') : sdl
}

/** As editors and mounts do it. */
export function replace(file: string, text: string): void {
  writeFileSync(`${file}.next`, text)
  renameSync(`${file}.next`, file)
}
