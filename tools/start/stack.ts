import { mkdir, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { databases } from '@agora/database/domains.ts'

import { composeIfStale } from '../compose/composeIfStale.ts'
import { dropDomain } from '../db/prepareDomain.ts'
import { generatePrismaClients } from '../generate/prismaClients.ts'
import { KAFKA_VERSION } from '../kafka/artifacts.ts'
import { startKafka, type Kafka } from '../kafka/startKafka.ts'
import { rotateAll } from '../keys/rotateAll.ts'
import { freePort } from '../postgres/freePort.ts'
import { openDatabase, type DatabaseServer } from './databaseServer.ts'
import { dataFolder, type DataFolder } from './dataFolder.ts'
import { emptyData, emptyDatabase } from './emptyData.ts'
import { takeLock } from './lock.ts'
import { lastTrouble } from './logLines.ts'
import { OperatorError } from './operatorError.ts'
import { drawDemoAccounts, prepareData, seedOnce, type DemoAccount, type StackUrls } from './prepareData.ts'
import { startService, type Service } from './service.ts'
import { serviceTable, type TableFacts } from './serviceTable.ts'
import { startInOrder } from './startInOrder.ts'

/** What a stack is made of. */
export interface StackOptions {
  /** Keeps all that the stack writes. */
  readonly dataDir: string
  /** The public port; 0 for a free one. @default 0 */
  readonly port?: number
  /** @default the public port + 88, or a free one where the public port is free */
  readonly operatorPort?: number
  /** Where the router listens; the subgraphs always listen on the loopback. @default '127.0.0.1' */
  readonly host?: string
  /** Opens the development doors. Undefined: opened when the database is embedded and every listener is loopback. */
  readonly dev?: boolean | undefined
  /** Another server than the embedded one. */
  readonly databaseUrl?: string | undefined
  readonly databaseCaFile?: string | undefined
  /** Starts a Kafka of the stack's own, which is then the bus. @default false */
  readonly kafka?: boolean
  /** Brokers of another Kafka that is the bus, `host:port` separated by commas. */
  readonly kafkaBrokers?: string | undefined
  /** False for tests: the embedded database need not survive a crash of the machine, and goes when the stack stops. @default true */
  readonly durable?: boolean
  /** Begin with an empty data folder. @default false */
  readonly reset?: boolean
  /** Serves internal calls by gRPC as well, on ports that each service tells. @default false */
  readonly grpc?: boolean
  /** Further variables for the router, such as RATE_LIMITS. */
  readonly routerVariables?: Readonly<Record<string, string>>
  /** @default 'info' */
  readonly logLevel?: string
  /** Told of each step. */
  readonly tell?: (line: string) => void
}

/** A running stack. */
export interface Stack {
  /** The router's public address, without a path. */
  readonly url: string
  readonly operatorUrl: string
  readonly dev: boolean
  readonly accounts: readonly DemoAccount[]
  readonly folder: DataFolder
  readonly database: DatabaseServer
  /** A Kafka of the stack's own; undefined on the embedded bus, and over somebody else's brokers. */
  readonly broker: Kafka | undefined
  /** In the order in which they started. */
  readonly services: readonly Service[]
  /** Each subgraph's own GraphQL address, which answers the router alone. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  /** How each domain's database is reached by its two roles. */
  readonly databases: StackUrls
  /** Settles with a sentence when a part of the stack ends unasked. */
  readonly crashed: Promise<string>
  /** Stops everything in reverse order. Asking twice does no harm. */
  stop(): Promise<void>
}

type Undo = () => Promise<void> | void

/** The operator port's place beside the public one: far enough that clones on neighbouring public ports do not meet. */
export const OPERATOR_OFFSET = 88

const KEY_CHECK_MS = 60 * 60 * 1000
const READY_PATIENCE_MS = 30_000
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/** Starts database, subgraphs and router in the order of their dependence and answers when the graph is ready. On a failure it leaves nothing running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const undo: Undo[] = []
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= undoAll(undo))
  try {
    return await assemble(options, undo, { stop, isStopping: () => stopping !== undefined })
  } catch (error) {
    await stop()
    throw error
  }
}

interface Stopping {
  stop(): Promise<void>
  isStopping(): boolean
}

async function assemble(options: StackOptions, undo: Undo[], stopping: Stopping): Promise<Stack> {
  const { tell = () => {}, host = '127.0.0.1' } = options
  const folder = dataFolder(options.dataDir)
  await mkdir(folder.root, { recursive: true })
  // Before anybody writes into them: who writes first would decide who may look.
  for (const path of [folder.secrets, folder.logs]) await mkdir(path, { recursive: true, mode: 0o700 })
  undo.push(await takeLock(folder.lock))
  if (options.reset === true) await emptyData(folder)
  // What was made to go wrong for one demonstration does not spoil the next.
  await rm(folder.failureFlags, { force: true })
  const dev = mayOpenDevelopmentDoors(options, host)
  const port = options.port || (await freePort())
  const operatorPort = options.operatorPort ?? (options.port ? port + OPERATOR_OFFSET : await freePort())
  rotateAll(folder, new Date())
  const [{ database, urls }, broker] = await Promise.all([
    openData(options, folder, undo),
    openBroker(options, folder, undo),
    generatePrismaClients(),
    composeAnew(tell),
  ])
  const accounts = dev ? await drawDemoAccounts(folder) : []
  if (await seedOnce(database, folder, urls)) tell('Seeded the shop')
  const shared = { folder, urls, caFile: database.caFile, dev, kafkaBrokers: broker?.brokers ?? options.kafkaBrokers }
  const settings = { issuer: `http://localhost:${port}`, logLevel: options.logLevel ?? 'info', grpc: options.grpc }
  const services = await startServices({ ...shared, ...settings, doors: { host, port, operatorPort, variables: options.routerVariables } }, undo)
  const timer = setInterval(() => rotateAll(folder, new Date()), KEY_CHECK_MS)
  undo.push(() => clearInterval(timer))
  const url = `http://${LOOPBACK.test(host) ? 'localhost' : host}:${port}`
  await untilReady(url, services)
  const addresses = { url, operatorUrl: `http://localhost:${operatorPort}`, subgraphUrls: subgraphUrls(services), databases: urls }
  return {
    ...addresses,
    dev,
    accounts,
    folder,
    database,
    broker,
    services,
    crashed: firstCrash(database, services, stopping.isStopping),
    stop: stopping.stop,
  }
}

const subgraphUrls = (services: readonly Service[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    services.flatMap(({ name, ports }) => (ports['graphqlPort'] === undefined ? [] : [[name, `http://127.0.0.1:${ports['graphqlPort']}/graphql`]])),
  )

/** The development doors show what is everybody's, so they are for one's own machine. */
function mayOpenDevelopmentDoors({ dev, databaseUrl }: StackOptions, host: string): boolean {
  const allowed = databaseUrl === undefined && LOOPBACK.test(host)
  if (dev === true && !allowed)
    throw new OperatorError(
      '--dev opens doors that only this machine may see: it goes with the embedded database and a loopback address, so leave out --dev, or --database-url and HOST.',
    )
  return dev ?? allowed
}

async function openData(options: StackOptions, folder: DataFolder, undo: Undo[]): Promise<{ database: DatabaseServer; urls: StackUrls }> {
  const { tell = () => {}, databaseUrl, databaseCaFile, durable = true } = options
  tell(databaseUrl === undefined ? 'Starting PostgreSQL 18' : 'Connecting to the database')
  if (!durable) undo.push(() => emptyDatabase(folder))
  const database = await openDatabase({ folder, url: databaseUrl, caFile: databaseCaFile, durable })
  undo.push(database.stop)
  if (options.reset === true) for (const name of databases) await dropDomain(database, name)
  return { database, urls: await prepareData(database, folder, tell) }
}

async function openBroker(options: StackOptions, folder: DataFolder, undo: Undo[]): Promise<Kafka | undefined> {
  const { kafka = false, kafkaBrokers, tell = () => {} } = options
  if (kafkaBrokers !== undefined || !kafka) return undefined
  tell(`Starting Kafka ${KAFKA_VERSION}`)
  const broker = await startKafka({ folder: folder.kafka, logFile: folder.log('kafka') })
  undo.push(broker.stop)
  return broker
}

const startServices = (facts: TableFacts, undo: Undo[]): Promise<readonly Service[]> =>
  startInOrder(serviceTable, facts, async (plan) => {
    const service = await startService(plan)
    undo.push(service.stop)
    return service
  })

async function composeAnew(tell: (line: string) => void): Promise<void> {
  if (await composeIfStale()) tell('Composed the supergraph')
}

async function untilReady(url: string, services: readonly Service[]): Promise<void> {
  const deadline = performance.now() + READY_PATIENCE_MS
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok === true) return
    await sleep(50)
  }
  const router = services.at(-1)
  throw new OperatorError(
    `The router is up but ${url}/ready does not say so: ${router === undefined ? '' : await lastTrouble(router.logFile)} Its log: ${router?.logFile ?? ''}`,
  )
}

function firstCrash(database: DatabaseServer, services: readonly Service[], isStopping: () => boolean): Promise<string> {
  return new Promise((resolve) => {
    void database.ended.then(() => isStopping() || resolve('PostgreSQL ended unasked. Start again with `npm start`.'))
    for (const { name, ended, logFile } of services) {
      void ended.then(
        async (how) =>
          isStopping() ||
          resolve(`The service ${name} crashed (${how}): ${await lastTrouble(logFile)} The whole log: ${logFile}. Start again with \`npm start\`.`),
      )
    }
  })
}

async function undoAll(undo: Undo[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of undo.splice(0).toReversed()) await Promise.resolve(step()).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped')
}
