import { join } from 'node:path'

import type { DatabaseName } from '@agora/database/domains.ts'

import { freePort } from '../../tools/postgres/freePort.ts'
import type { Service, ServicePlan } from '../../tools/start/service.ts'
import { internalAddress, routerPlan, subgraphPlan, type StackFacts } from '../../tools/start/servicePlans.ts'
import type { Places } from './places.ts'
import { startProcess } from './startProcess.ts'

/** How a process of the bench is run beside its plan. */
export interface Running {
  /** A folder for processor profiles; undefined for none. */
  readonly profiles: string | undefined
}

/** Those who take part in every contestant's checkouts: the product's own processes, with a provider that answers at once. */
export interface Participants {
  readonly products: Service
  readonly payments: Service
}

/** Starts processes and stops them in reverse. */
export interface Processes {
  readonly facts: StackFacts
  start(plan: ServicePlan): Promise<Service>
  stop(service: Service): Promise<void>
  stopAll(): Promise<void>
}

/** Everything is at most a warning in the log; the admission is so wide that nobody is sent away. */
export function openProcesses({ folder, databases, engineUrl }: Places, { profiles }: Running): Processes {
  const urls = { ...databases, bus: { appUrl: engineUrl, ownerUrl: engineUrl } } satisfies Record<DatabaseName, object>
  const facts = { folder, urls, caFile: undefined, dev: true, issuer: 'http://localhost:4000', logLevel: 'warn', kafkaBrokers: undefined }
  const running: Service[] = []
  const profiling = profiles === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` }
  return {
    facts,
    async start(plan) {
      const service = await startProcess({ ...plan, environment: { ...plan.environment, ...profiling } })
      running.unshift(service)
      return service
    },
    async stop(service) {
      running.splice(running.indexOf(service), 1)
      await service.stop()
    },
    async stopAll() {
      for (const service of running.splice(0)) await service.stop()
    },
  }
}

/** Starts the participants. */
export async function startParticipants({ facts, start }: Processes): Promise<Participants> {
  return {
    products: await start(subgraphPlan('products', facts)),
    payments: await start(subgraphPlan('payments', facts, { PAYMENT_PROVIDER: 'instant' })),
  }
}

/** Orders as it is run, between its neighbours; who is not asked by a checkout is not there. */
export const ordersPlan = ({ facts }: Processes, { products, payments }: Participants): ServicePlan =>
  subgraphPlan('orders', facts, {
    ...internalAddress([products, payments]),
    USERS_INTERNAL_URL: 'http://127.0.0.1:9',
    CHECKOUT_MOST_IN_FLIGHT: '4096',
  })

/** A process of this folder, which finds its database and the participants as orders does. */
export function seamPlan(processes: Processes, participants: Participants, name: 'saga' | 'engine' | 'bareSql'): ServicePlan {
  const { environment } = ordersPlan(processes, participants)
  const { folder, urls } = processes.facts
  const others = { ENGINE_URL: urls.bus.appUrl, PRODUCTS_URL: urls.products.appUrl, PAYMENTS_URL: urls.payments.appUrl }
  return {
    name,
    command: [join('bench', 'checkout', `${name}.ts`)],
    environment: { ...environment, ...others },
    logFile: folder.log(name),
  }
}

/** A router before the participants and users; the recommender is not needed and not there. */
export async function startRouter(
  processes: Processes,
  orders: Service,
  { products, payments }: Participants,
): Promise<{ router: Service; users: Service; url: string }> {
  const { facts, start } = processes
  // Nobody signs in by a demonstration account here.
  const users = await start(subgraphPlan('users', { ...facts, dev: false }))
  const nobody: Service = {
    name: 'ai',
    pid: 0,
    logFile: '',
    ports: { graphqlPort: 9, internalPort: 9 },
    ended: new Promise(() => {}),
    stop: async () => {},
  }
  const [port, operatorPort] = [await freePort(), await freePort()]
  const doors = { host: '127.0.0.1', port, operatorPort, variables: { RATE_LIMITS: 'false' } }
  const workers = ['users', 'products', 'orders', 'payments', 'ai'].map((name) => ({ ...nobody, name: `${name}-worker` }))
  const router = await start(routerPlan(facts, { subgraphs: [users, products, orders, payments, nobody], workers }, doors))
  return { router, users, url: `http://127.0.0.1:${port}` }
}
