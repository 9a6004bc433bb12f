import { join } from 'node:path'

import pg from 'pg'

import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import { customer } from '@agora/testkit/viewers.ts'

import type { Service } from '../../tools/start/service.ts'
import { fillCarts, inputOf } from './carts.ts'
import { openProcesses, ordersPlan, seamPlan, startParticipants, startRouter, type Participants, type Processes } from './contestants.ts'
import { drive, type Request } from './drive.ts'
import { startGuests } from './guests.ts'
import { openPlaces, type Places } from './places.ts'
import type { Row } from './report.ts'
import type { Asked } from './seam.ts'
import { readUsage, type Usage } from './usage.ts'

/** Who checks out: the graph of the orders process, its checkout alone, the workflow engine, bare statements, or the graph behind its router. */
export type ContestantName = 'graph' | 'saga' | 'engine' | 'bareSql' | 'router'

/** One measurement. */
export interface Heat {
  readonly concurrent: number
  readonly hot: boolean
}

/** Everything that is needed to measure. */
export interface Contest {
  measure(name: ContestantName, heat: Heat): Promise<Row>
  close(): Promise<void>
}

interface Arena {
  readonly places: Places
  readonly processes: Processes
  readonly participants: Participants
  readonly orders: pg.Pool
  readonly admin: pg.Pool
  readonly seconds: number
}

/** More checkouts than anybody makes in a second. */
const MOST_A_SECOND: Readonly<Record<number, number>> = { 1: 400, 16: 1800 }
const MOST_WIDE = 2600
/** Each has to be let in by the router first. */
const MOST_GUESTS = 3000

/** Starts the server and the participants; a contestant runs only while it is measured. */
export async function openContest({ seconds, profiles }: { readonly seconds: number; readonly profiles: string | undefined }): Promise<Contest> {
  const places = await openPlaces()
  const processes = openProcesses(places, { profiles })
  const participants = await startParticipants(processes)
  const [orders, admin] = [places.databases.orders.ownerUrl, places.server.url].map((connectionString) => new pg.Pool({ connectionString, max: 2 }))
  if (orders === undefined || admin === undefined) throw new TypeError('A pool is missing')
  const arena = { places, processes, participants, orders, admin, seconds }
  return {
    measure: (name, heat) => measure(arena, name, heat),
    async close() {
      await Promise.all([orders.end(), admin.end()])
      await processes.stopAll()
      await places.close()
    },
  }
}

async function measure(arena: Arena, name: ContestantName, { concurrent, hot }: Heat): Promise<Row> {
  const { places, processes, participants, admin, seconds } = arena
  const many = Math.ceil((MOST_A_SECOND[concurrent] ?? MOST_WIDE) * (seconds + 2))
  const contestant = await enter(arena, name)
  const requests = await contestant.requests(Math.min(many, contestant.most), hot)
  await admin.query('CHECKPOINT')
  const usages: Usage[] = []
  const watched = {
    postmaster: places.server.pid,
    orders: contestant.orders.pid,
    participants: [participants.products.pid, participants.payments.pid],
    routers: contestant.others.map(({ pid }) => pid),
    admin,
  }
  const driven = await drive({
    origin: contestant.origin,
    requests,
    concurrent,
    measureMs: seconds * 1000,
    mark: async () => void usages.push(await readUsage(watched)),
  })
  for (const service of [...contestant.others, contestant.orders]) await processes.stop(service)
  const [before, after] = usages
  if (before === undefined || after === undefined) throw new TypeError('The usage was not read')
  return { name, concurrent, hot, driven, before, after }
}

interface Entered {
  readonly origin: string
  readonly orders: Service
  readonly others: readonly Service[]
  readonly most: number
  readonly requests: (many: number, hot: boolean) => Promise<Request[]>
}

const CHECKOUT = 'mutation Checkout($input: CheckoutInput!) { checkout(input: $input) { order { id phase } userErrors { code message } } }'
const graphBody = ({ key }: Asked): string => JSON.stringify({ query: CHECKOUT, operationName: 'Checkout', variables: { input: inputOf(key) } })

async function enter(arena: Arena, name: ContestantName): Promise<Entered> {
  const { places, processes, participants, orders: pool } = arena
  const { variantIds } = places
  const newBuyers = (many: number): string[] => Array.from({ length: many }, () => newId('User'))
  if (name === 'saga' || name === 'engine' || name === 'bareSql') {
    const orders = await processes.start(seamPlan(processes, participants, name))
    const requests = async (many: number, hot: boolean): Promise<Request[]> =>
      (await fillCarts(pool, newBuyers(many), { variantIds, hot })).map((asked) => ({ path: '/', headers: {}, body: JSON.stringify(asked) }))
    return { origin: `http://127.0.0.1:${orders.ports['port']}`, orders, others: [], most: Infinity, requests }
  }
  const orders = await processes.start(ordersPlan(processes, participants))
  if (name === 'graph') {
    const requests = async (many: number, hot: boolean): Promise<Request[]> => {
      const asked = await fillCarts(pool, newBuyers(many), { variantIds, hot })
      const keys = openKeyFolder(join(places.folder.edgeKeys, 'router-orders'), { logger: createLogger({ service: 'bench', level: 'warn' }) })
      const minter = createIdentityMinter({ keys, audience: 'orders', issuer: 'router' })
      const made = asked.map((one) => ({ path: '/graphql', headers: { [IDENTITY_HEADER]: minter.mint(customer(one.buyer)) }, body: graphBody(one) }))
      keys.close()
      return made
    }
    return { origin: `http://127.0.0.1:${orders.ports['graphqlPort']}`, orders, others: [], most: Infinity, requests }
  }
  const { router, users, url } = await startRouter(processes, orders, participants)
  const requests = async (many: number, hot: boolean): Promise<Request[]> => {
    const guests = await startGuests(url, many)
    const asked = await fillCarts(pool, [...guests.keys()], { variantIds, hot })
    return asked.map((one) => ({ path: '/graphql', headers: { authorization: `Bearer ${guests.get(one.buyer)}` }, body: graphBody(one) }))
  }
  return { origin: url, orders, others: [router, users], most: MOST_GUESTS, requests }
}
