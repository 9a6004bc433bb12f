import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import type { ContestantName } from './contest.ts'
import type { Driven } from './drive.ts'
import type { Usage } from './usage.ts'

/** What was measured of one contestant at one width. */
export interface Row {
  readonly name: ContestantName
  readonly concurrent: number
  readonly hot: boolean
  readonly driven: Driven
  readonly before: Usage
  readonly after: Usage
}

const TITLES: Readonly<Record<ContestantName, string>> = {
  graph: 'ours, by GraphQL of orders',
  saga: 'ours, the checkout alone',
  engine: 'DBOS workflow, five steps',
  bareSql: 'bare SQL, nothing durable',
  router: 'ours, by the public endpoint',
}

const HEADS = [
  'checkout',
  'concurrent',
  'per second',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU ms',
  'orders',
  'participants',
  'PostgreSQL',
  'router',
  'WAL bytes',
]

/** The figures of a row. CPU in milliseconds a checkout. */
function figuresOf({ name, concurrent, hot, driven, before, after }: Row) {
  const { checkouts, elapsedMs, times, others } = driven
  const each = (part: keyof Usage, digits = 2): number => Number(((after[part] - before[part]) / checkouts).toFixed(digits))
  const at = (share: number): number => Number((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(1))
  const cpu = { orders: each('orders'), participants: each('participants'), postgres: each('postgres'), router: each('router') }
  const together = Number(
    Object.values(cpu)
      .reduce((sum, part) => sum + part, 0)
      .toFixed(2),
  )
  const perSecond = Math.round((checkouts / elapsedMs) * 1000)
  return {
    name,
    concurrent,
    hot,
    perSecond,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpu: { ...cpu, together },
    walBytes: each('walBytes', 0),
    others,
  }
}

/** Prints the table, the ratios, the machine, and all figures as one JSON object on the last line. */
export function report(rows: readonly Row[], seconds: number): void {
  const figures = rows.map(figuresOf)
  const machine = describeMachine()
  const lines = figures.map(({ name, concurrent, hot, perSecond, p50, p95, p99, cpu, walBytes }) => [
    `${TITLES[name]}${hot ? ', one hot SKU' : ''}`,
    concurrent,
    perSecond,
    p50,
    p95,
    p99,
    cpu.together,
    cpu.orders,
    cpu.participants,
    cpu.postgres,
    cpu.router,
    walBytes,
  ])
  const failed = figures.filter(({ others }) => Object.keys(others).length > 0)
  const ratios = [1, 16, 64].flatMap((concurrent) => {
    const rate = (name: ContestantName): number | undefined =>
      figures.find((one) => one.name === name && one.concurrent === concurrent && !one.hot)?.perSecond
    const [engine, saga, graph] = [rate('engine'), rate('saga'), rate('graph')]
    if (engine === undefined || saga === undefined || graph === undefined) return []
    return [
      `At ${concurrent} concurrent the checkout alone makes ${(saga / engine).toFixed(1)} × the workflow's checkouts, by GraphQL ${(graph / engine).toFixed(1)} ×.`,
    ]
  })
  process.stdout.write(
    [
      table(HEADS, lines),
      '',
      ...failed.map(({ name, concurrent, others }) => `Not completed, ${TITLES[name]} at ${concurrent}: ${JSON.stringify(others)}`),
      ...ratios,
      `${seconds} s each, closed loop; CPU ms a checkout; relay and consumers are not running; the provider answers at once.`,
      `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load}, ${machine.date}`,
      '',
      `${JSON.stringify({ bench: 'checkout', seconds, figures, machine })}\n`,
    ].join('\n'),
  )
}
