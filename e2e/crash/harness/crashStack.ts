import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { urlOf, withClient } from '@agora/database/provision.ts'
import { openGate, type Gate, type GatePlace } from '@agora/testkit/gate.ts'

import { composeIfStale } from '../../../tools/compose/composeIfStale.ts'
import { generatePrismaClients } from '../../../tools/generate/prismaClients.ts'
import { startKafka, type Kafka } from '../../../tools/kafka/startKafka.ts'
import { rotateAll } from '../../../tools/keys/rotateAll.ts'
import { dataFolder, type DataFolder } from '../../../tools/start/dataFolder.ts'
import { drawDemoAccounts, prepareData, seedOnce, type DemoAccount, type StackUrls } from '../../../tools/start/prepareData.ts'
import type { TableFacts } from '../../../tools/start/serviceTable.ts'
import { makeCounterTables } from '../counter/startCounter.ts'
import { createPorts } from './ports.ts'
import { startServer, type StruckServer } from './server.ts'
import { createVictim, type Victim } from './victim.ts'
import { wire, type Wiring } from './wiring.ts'

/** Which bus the run is on. */
export type BusKind = 'postgres' | 'kafka'

/** Every part of the shop, each to be struck by itself. */
export interface CrashStack {
  readonly url: string
  readonly folder: DataFolder
  readonly urls: StackUrls
  readonly counterUrl: string
  readonly accounts: readonly DemoAccount[]
  readonly victims: ReadonlyMap<string, Victim>
  readonly server: StruckServer
  /** Undefined on the embedded bus. */
  readonly broker: StruckBroker | undefined
  /** Between a process and its database. */
  readonly lines: ReadonlyMap<string, Gate>
  /** Before the doors of a service: `orders.internalPort`. */
  readonly doors: ReadonlyMap<string, Gate>
  readonly provider: { readonly url: string; readonly secretKey: string }
  stop(): Promise<void>
}

/** The broker, and the gate that everybody reaches it through. */
export interface StruckBroker {
  /** Where clients find it: `host:port` of its gate. */
  readonly address: string
  readonly gate: Gate
  kill(): Promise<void>
  start(): Promise<void>
}

/** How a run's stack is made. */
export interface CrashStackOptions {
  readonly bus: BusKind
  /** For how long the other owners wait for one that is frozen. */
  readonly leaseMs: number
  /** How long an order waits for its payment. */
  readonly waitSeconds: number
  readonly tell: (line: string) => void
}

const COUNTER_DATABASE = 'agora_crash_counter'

type Undo = () => Promise<unknown> | void

/** Starts it all in a folder of its own; on a failure nothing is left running. */
export async function startCrashStack(options: CrashStackOptions): Promise<CrashStack> {
  const undo: Undo[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    return await assemble(options, undo, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function assemble(options: CrashStackOptions, undo: Undo[], stop: () => Promise<void>): Promise<CrashStack> {
  const folder = await makeFolder(undo)
  const nextPort = createPorts()
  const [serverPort, port, operatorPort] = [await nextPort(), await nextPort(), await nextPort()]
  rotateAll(folder, new Date())
  const server = await startServer(folder, serverPort)
  undo.push(() => server.stop())
  const [{ urls, accounts }, broker] = await Promise.all([
    fillDatabases(server, folder),
    options.bus === 'kafka' ? startBroker(folder, nextPort, undo) : undefined,
    generatePrismaClients(),
    composeIfStale(),
  ])
  const counterUrl = await makeCounterDatabase(server.adminUrl)
  const doors = { host: '127.0.0.1', port, operatorPort, variables: { RATE_LIMITS: 'false' } }
  const kafkaBrokers = broker === undefined ? undefined : `127.0.0.1:${broker.gate.port}`
  const table: TableFacts = { folder, urls, caFile: undefined, dev: true, issuer: `http://localhost:${port}`, logLevel: 'warn', kafkaBrokers, doors }
  const wiring = await wire({ table, nextPort, serverPort, counterUrl })
  const gates = { lines: await openAll(wiring.lines, undo), doors: await openAll(wiring.doors, undo) }
  const victims = await startVictims(wiring, options, undo)
  const { PORT: providerPort, SECRET_KEY: secretKey = '' } = wiring.plans.find(({ name }) => name === 'payment-provider')?.environment ?? {}
  const provider = { url: `http://127.0.0.1:${providerPort}`, secretKey }
  options.tell(`${victims.size} processes run in ${folder.root}`)
  return { url: `http://127.0.0.1:${port}`, folder, urls, counterUrl, accounts, victims, server, broker, ...gates, provider, stop }
}

async function makeFolder(undo: Undo[]): Promise<DataFolder> {
  const root = await mkdtemp(join(tmpdir(), 'agora-crash-'))
  // Root lends PostgreSQL another account, which must be able to walk in.
  await chmod(root, 0o711)
  if (process.env['CRASH_KEEP'] === undefined) undo.push(() => rm(root, { recursive: true, force: true }))
  const folder = dataFolder(root)
  for (const path of [folder.secrets, folder.logs]) await mkdir(path, { recursive: true, mode: 0o700 })
  return folder
}

async function fillDatabases({ adminUrl }: StruckServer, folder: DataFolder): Promise<{ urls: StackUrls; accounts: readonly DemoAccount[] }> {
  const database = { adminUrl, caFile: undefined, embedded: true, ended: new Promise<void>(() => undefined), stop: async () => undefined }
  const urls = await prepareData(database, folder, () => undefined)
  const accounts = await drawDemoAccounts(folder)
  await seedOnce(database, folder, urls)
  return { urls, accounts }
}

async function makeCounterDatabase(adminUrl: string): Promise<string> {
  await withClient(adminUrl, (admin) => admin.query(`CREATE DATABASE ${COUNTER_DATABASE}`))
  const url = urlOf(adminUrl, { database: COUNTER_DATABASE })
  await withClient(url, makeCounterTables)
  return url
}

async function startBroker(folder: DataFolder, nextPort: () => Promise<number>, undo: Undo[]): Promise<StruckBroker> {
  const [port, advertisedPort] = [await nextPort(), await nextPort()]
  const gate = await openGate({ port: advertisedPort, targets: [port] })
  undo.push(gate.close)
  const run = (): Promise<Kafka> => startKafka({ folder: folder.kafka, logFile: folder.log('kafka'), port, advertisedPort })
  let kafka = await run()
  undo.push(() => kafka.stop())
  return {
    address: `127.0.0.1:${advertisedPort}`,
    gate,
    kill: () => kafka.kill(),
    async start() {
      kafka = await run()
    },
  }
}

async function openAll(places: ReadonlyMap<string, GatePlace>, undo: Undo[]): Promise<ReadonlyMap<string, Gate>> {
  const gates = new Map<string, Gate>()
  for (const [name, place] of places) {
    const gate = await openGate(place)
    undo.push(gate.close)
    gates.set(name, gate)
  }
  return gates
}

/** Side by side; the router last, because it looks at the others at once. */
async function startVictims({ plans }: Wiring, { leaseMs, waitSeconds }: CrashStackOptions, undo: Undo[]): Promise<ReadonlyMap<string, Victim>> {
  const own = { CHECKOUT_LEASE_MS: String(leaseMs), CHECKOUT_WAIT_SECONDS: String(waitSeconds) }
  const victims = new Map(
    plans.map((plan) => [plan.name, createVictim(/^orders-\d+$/.test(plan.name) ? { ...plan, environment: { ...plan.environment, ...own } } : plan)]),
  )
  undo.push(() => Promise.all([...victims.values()].map((victim) => victim.kill())))
  // Whoever is frozen does not hear that the runner is gone.
  const reap = (): void => [...victims.values()].forEach(endAtOnce)
  process.once('exit', reap)
  undo.push(() => void process.off('exit', reap))
  const isRouter = (victim: Victim): boolean => victim.name === 'router'
  await Promise.all([...victims.values()].filter((victim) => !isRouter(victim)).map((victim) => victim.start()))
  await Promise.all([...victims.values()].filter(isRouter).map((victim) => victim.start()))
  return victims
}

function endAtOnce({ pid }: Victim): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
