import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import type { Kind, Tallies, Track } from './race.ts'

/** Under which the figures were taken. */
export interface Conditions extends Omit<Track, 'adminUrl'> {
  /** Whether NODE_ENV was `production`. */
  readonly production: boolean
}

/** Prints the table, what it means, the machine, and the figures as one JSON object on the last line. */
export function report(tallies: Tallies, { connections, rounds, seconds, production }: Conditions): void {
  const machine = describeMachine()
  const round = (value: number): number => Number(value.toFixed(3))
  const figures = Object.fromEntries(
    (['entities', 'one'] as const).map((kind) => {
      const each = Object.fromEntries(
        Object.entries(tallies[kind]).map(([name, { requests, nodeMs, postgresMs }]) => [
          name,
          { node: round(nodeMs / requests), postgres: round(postgresMs / requests), together: round((nodeMs + postgresMs) / requests), requests },
        ]),
      )
      return [kind, { ...each, ratio: round((each['kit']?.together ?? 0) / (each['tutorial']?.together ?? 1)) }]
    }),
  ) as Record<Kind, Record<'kit' | 'tutorial', { node: number; postgres: number; together: number; requests: number }> & { ratio: number }>
  const rows = (['entities', 'one'] as const).flatMap((kind) =>
    (['tutorial', 'kit'] as const).map((name) => {
      const { node, postgres, together, requests } = figures[kind][name]
      return [kind === 'entities' ? '50 entities, 1,201 fields' : 'one product, 5 fields', name, node, postgres, together, requests]
    }),
  )
  const lines = [
    table(['request', 'stack', 'node ms', 'PostgreSQL ms', 'together', 'requests'], rows),
    '',
    `CPU ms a request at ${connections} connections, ${rounds} rounds of ${seconds} s each, interleaved; answers equal by hash; NODE_ENV ${production ? 'production' : 'not set'}.`,
    `The kit needs 1/${(1 / figures.entities.ratio).toFixed(1)} of the tutorial's CPU for 50 entities (target 1/5, aim 1/6) and 1/${(1 / figures.one.ratio).toFixed(1)} for one product (target 1/4).`,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load}, ${machine.date}`,
    '',
    JSON.stringify({
      bench: 'subgraph',
      unit: 'CPU ms a request',
      connections,
      seconds,
      rounds,
      production,
      ...figures,
      machine,
    }),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
