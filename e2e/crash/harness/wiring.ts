import { join } from 'node:path'

import type { GatePlace } from '@agora/testkit/gate.ts'

import type { Service, ServicePlan } from '../../../tools/start/service.ts'
import { serviceTable, type TableFacts } from '../../../tools/start/serviceTable.ts'

/** How the processes of a run are started, and the gates between them. */
export interface Wiring {
  readonly plans: readonly ServicePlan[]
  /** Before the doors of each service: `orders.internalPort`. */
  readonly doors: ReadonlyMap<string, GatePlace>
  /** Between each process and the database, by the name of the process. */
  readonly lines: ReadonlyMap<string, GatePlace>
}

/** What a run is wired from. */
export interface WiringFacts {
  readonly table: TableFacts
  readonly nextPort: () => Promise<number>
  readonly serverPort: number
  /** The database of the counter, as its owner. */
  readonly counterUrl: string
}

/** How many processes of a service run; one where nothing is said. Takeover needs another that can take over. */
const COPIES: Readonly<Record<string, number>> = { orders: 2 }
const DOORS = { GRAPHQL_PORT: 'graphqlPort', INTERNAL_PORT: 'internalPort', PORT: 'port' } as const
const LINES = ['DATABASE_URL', 'BUS_DATABASE_URL'] as const

/** The names of the processes of a service. */
export function copiesOf(service: string): string[] {
  const copies = COPIES[service] ?? 1
  return copies === 1 ? [service] : Array.from({ length: copies }, (_, nth) => `${service}-${nth + 1}`)
}

/** Gives every process addresses of its own that stay the same through all its lives, with gates before them, and another name to each copy. */
export async function wire(facts: WiringFacts): Promise<Wiring> {
  const { table, nextPort } = facts
  const fronts = new Map<string, Readonly<Record<string, number>>>()
  for (const { name } of serviceTable) {
    fronts.set(name, { graphqlPort: await nextPort(), internalPort: await nextPort(), port: await nextPort() })
  }
  const made: Made = { doors: new Map(), lines: new Map(), facts, fronts }
  const plans: ServicePlan[] = []
  for (const { name, plan } of serviceTable) {
    const planned = await plan(table, (other) => standIn(other, fronts.get(other) ?? {}))
    for (const copy of copiesOf(name)) plans.push(await placed(made, planned, copy))
  }
  plans.push(await placed(made, counterPlan(facts, plans), 'counter'))
  return { plans, doors: made.doors, lines: made.lines }
}

/** Stands for a service that does not run yet: its address is known all the same. */
const standIn = (name: string, ports: Readonly<Record<string, number>>): Service => ({
  name,
  pid: 0,
  logFile: '',
  ports,
  ended: new Promise(() => undefined),
  stop: async () => undefined,
})

interface Made {
  readonly doors: Map<string, { readonly port: number; readonly targets: number[] }>
  readonly lines: Map<string, GatePlace>
  readonly facts: WiringFacts
  readonly fronts: ReadonlyMap<string, Readonly<Record<string, number>>>
}

/** The plan with ports that were chosen, and the database behind a gate. The router keeps its public port: nobody stands before it. */
async function placed(made: Made, plan: ServicePlan, copy: string): Promise<ServicePlan> {
  const environment: Record<string, string | undefined> = { ...plan.environment }
  if (plan.name !== 'router') {
    for (const [variable, door] of Object.entries(DOORS)) {
      if (environment[variable] !== undefined) environment[variable] = String(await behindDoor(made, plan.name, door))
    }
  }
  if (LINES.some((variable) => environment[variable] !== undefined)) {
    const port = await made.facts.nextPort()
    made.lines.set(copy, { port, targets: [made.facts.serverPort] })
    for (const variable of LINES) if (environment[variable] !== undefined) environment[variable] = withPort(environment[variable], port)
  }
  return { ...plan, name: copy, environment, logFile: plan.logFile.replace(/[^/\\]+$/, `${copy}.log`) }
}

async function behindDoor({ doors, facts, fronts }: Made, service: string, door: string): Promise<number> {
  const behind = await facts.nextPort()
  const gate = doors.get(`${service}.${door}`) ?? { port: fronts.get(service)?.[door] ?? 0, targets: [] }
  gate.targets.push(behind)
  doors.set(`${service}.${door}`, gate)
  return behind
}

function withPort(url: string, port: number): string {
  const changed = new URL(url)
  changed.port = String(port)
  return changed.href
}

/** The counter is on the bus of the workers. */
function counterPlan({ counterUrl, table }: WiringFacts, plans: readonly ServicePlan[]): ServicePlan {
  const worker = plans.find(({ environment }) => environment['BUS_DATABASE_URL'] !== undefined || environment['KAFKA_BROKERS'] !== undefined)
  const { BUS_DATABASE_URL, KAFKA_BROKERS } = worker?.environment ?? {}
  return {
    name: 'counter',
    command: [join('e2e', 'crash', 'counter', 'main.ts')],
    environment: { DATABASE_URL: counterUrl, BUS_DATABASE_URL, KAFKA_BROKERS },
    logFile: table.folder.log('counter'),
  }
}
