import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { missingForKafka } from '../kafka/artifacts.ts'
import { startKafka } from '../kafka/startKafka.ts'
import { startPostgres } from '../postgres/startPostgres.ts'
import { missingForRedis, startRedis } from '../redis/startRedis.ts'
import { startStack } from '../start/stack.ts'

/** Something that specs need and that goes when the run ends. */
export interface Resource {
  stop(): Promise<void>
}

/** A folder of the run's own. */
export async function makeFolder(): Promise<Resource & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'agora-test-'))
  // Root lends PostgreSQL another account, which must be able to walk in; every secret inside has a mode of its own.
  await chmod(path, 0o711)
  return { path, stop: () => rm(path, { recursive: true, force: true }) }
}

/** The server that integration specs make their databases on; the one that TEST_POSTGRES_URL names, if it does. */
export async function provideServer(folder: string): Promise<Resource & { readonly url: string }> {
  const given = process.env['TEST_POSTGRES_URL']
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} }
  const server = await startPostgres({
    dataDir: join(folder, 'cluster'),
    passwordFile: join(folder, 'postgres.password'),
    logFile: join(folder, 'postgres.log'),
    durable: false,
  })
  process.env['TEST_POSTGRES_URL'] = server.url
  return server
}

/** The stack that end-to-end specs speak to. Their processes read where it is from the environment. */
export async function provideStack(folder: string): Promise<Resource> {
  const stack = await startStack({ dataDir: join(folder, 'stack'), port: 0, durable: false })
  Object.assign(process.env, {
    E2E_URL: stack.url,
    E2E_OPERATOR_URL: stack.operatorUrl,
    E2E_DATA_DIR: stack.folder.root,
    E2E_EDGE_KEYS_DIR: stack.folder.edgeKeys,
    E2E_SIGNING_KEYS_DIR: stack.folder.signingKeys,
    E2E_SUBGRAPHS: JSON.stringify(stack.subgraphUrls),
    E2E_DATABASES: JSON.stringify(Object.fromEntries(Object.entries(stack.databases).map(([domain, { ownerUrl }]) => [domain, ownerUrl]))),
  })
  return stack
}

/**
 * The broker that specs publish to; the one that TEST_KAFKA_BROKERS names, if it does. Undefined, and said, when the machine has none: then specs that
 * need it skip.
 */
export async function provideKafka(folder: string, tell: (line: string) => void): Promise<Resource | undefined> {
  const given = process.env['TEST_KAFKA_BROKERS']
  if (given !== undefined && given !== '') return { stop: async () => {} }
  const missing = await missingForKafka()
  if (missing !== undefined) {
    tell(`${missing}: what needs it is skipped.`)
    return undefined
  }
  try {
    const kafka = await startKafka({ folder: join(folder, 'kafka'), logFile: join(folder, 'kafka.log') })
    process.env['TEST_KAFKA_BROKERS'] = kafka.brokers
    return kafka
  } catch (error) {
    tell(`Kafka did not start, so what needs it is skipped: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

/** The Redis that specs use; the one that TEST_REDIS_URL names, if it does. Undefined, and said, when the machine has none: then specs that need it skip. */
export async function provideRedis(folder: string, tell: (line: string) => void): Promise<Resource | undefined> {
  const given = process.env['TEST_REDIS_URL']
  if (given !== undefined && given !== '') return { stop: async () => {} }
  const missing = await missingForRedis()
  if (missing !== undefined) {
    tell(`${missing}: what needs it is skipped.`)
    return undefined
  }
  const redis = await startRedis({ folder: join(folder, 'redis'), logFile: join(folder, 'redis.log') })
  process.env['TEST_REDIS_URL'] = redis.url
  return redis
}

/** Whether one of the specs publishes to a broker: its text says so by name. */
export const needsKafka = (files: readonly string[]): Promise<boolean> => mention(files, /TEST_KAFKA_BROKERS|kafkaBrokers/)

/** Whether one of the specs speaks to Redis: its text says so by name. */
export const needsRedis = (files: readonly string[]): Promise<boolean> => mention(files, /TEST_REDIS_URL|redisUrl/)

async function mention(files: readonly string[], name: RegExp): Promise<boolean> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.some((text) => name.test(text))
}
