import { Kafka, logLevel, type Admin, type LogEntry } from 'kafkajs'

import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus, Subscription } from '../bus.ts'
import { RETENTION_MONTHS } from '../retention.ts'
import { createKafkaPublisher } from './publisher.ts'
import { startKafkaSubscription } from './subscription.ts'

/** Where the brokers are. */
export interface KafkaBusOptions {
  /** `host:port` of brokers to ask first; the cluster names the others. */
  readonly brokers: readonly string[]
  /** Shown to the brokers as the client's id. */
  readonly name: string
  readonly logger: Logger
}

const CONNECT_TIMEOUT_MS = 3000
const REQUEST_TIMEOUT_MS = 15_000
/** The months before this one, and this one. */
const RETENTION_MS = (RETENTION_MONTHS + 1) * 31 * 24 * 60 * 60 * 1000

/** The bus over Apache Kafka. Connects when something is first asked of it. */
export function createKafkaBus({ brokers, name, logger }: KafkaBusOptions): EventBus {
  const kafka = new Kafka({
    clientId: name,
    brokers: [...brokers],
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5 },
    logLevel: logLevel.INFO,
    logCreator: () => toLogger(logger),
  })
  const admin = lazyAdmin(kafka)
  const publisher = createKafkaPublisher(kafka)
  const subscriptions = new Set<Subscription>()
  return {
    identity: async () => (await (await admin.get()).describeCluster()).clusterId,
    ensureTopics: async (topics) => ensureTopics(await admin.get(), topics),
    publish: publisher.publish,
    subscribe: async (options) => {
      const subscription = await startKafkaSubscription({ kafka, admin: admin.get, logger, options })
      subscriptions.add(subscription)
      return { lag: subscription.lag, stop: () => subscription.stop().finally(() => subscriptions.delete(subscription)) }
    },
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await publisher.close()
      await admin.close()
    },
  }
}

/** What the client library finds worth an error is mostly a broker that was away for a moment and is tried again. */
const toLogger =
  (logger: Logger) =>
  ({ level, namespace, log: { message, broker, groupId } }: LogEntry): void =>
    level <= logLevel.ERROR ? logger.warn({ namespace, broker, groupId }, message) : logger.debug({ namespace, broker, groupId }, message)

interface LazyAdmin {
  get(): Promise<Admin>
  close(): Promise<void>
}

function lazyAdmin(kafka: Kafka): LazyAdmin {
  let opening: Promise<Admin> | undefined
  const open = async (): Promise<Admin> => {
    const admin = kafka.admin()
    await admin.connect()
    return admin
  }
  return {
    get: () =>
      (opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })),
    close: async () => {
      await (await opening?.catch(() => undefined))?.disconnect()
    },
  }
}

async function ensureTopics(admin: Admin, topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void> {
  const present = new Set(await admin.listTopics())
  const missing = topics.filter(({ name }) => !present.has(name))
  if (missing.length === 0) return
  const configEntries = [{ name: 'retention.ms', value: String(RETENTION_MS) }]
  // Answers false when another process made them in the meantime.
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions, configEntries })),
  })
}
