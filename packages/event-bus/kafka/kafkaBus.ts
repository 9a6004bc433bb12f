import { Kafka, logLevel, type Admin, type KafkaConfig, type LogEntry, type SASLOptions } from 'kafkajs'

import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus, Subscription } from '../bus.ts'
import type { KafkaAccess } from '../kafkaAccess.ts'
import { explainRefusal } from './explainRefusal.ts'
import { createKafkaPublisher } from './publisher.ts'
import { startKafkaSubscription } from './subscription.ts'
import { ensureTopics } from './topics.ts'

/** Where the brokers are. */
export interface KafkaBusOptions {
  /** `host:port` of brokers to ask first; the cluster names the others. */
  readonly brokers: readonly string[]
  /** @default in the clear, as nobody */
  readonly access?: KafkaAccess | undefined
  /** Copies of topics that are made. @default as the cluster does by default */
  readonly replication?: number | undefined
  /** Shown to the brokers as the client's id. */
  readonly name: string
  readonly logger: Logger
}

const CONNECT_TIMEOUT_MS = 3000
const REQUEST_TIMEOUT_MS = 15_000

/** The bus over Apache Kafka. Connects when something is first asked of it. */
export function createKafkaBus({ brokers, access, replication, name, logger }: KafkaBusOptions): EventBus {
  const kafka = new Kafka({
    clientId: name,
    brokers: [...brokers],
    ...accessSettings(access),
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
    ensureTopics: async (topics) => {
      await ensureTopics(await admin.get(), topics, { replication, logger }).catch((error: unknown) => {
        throw explainRefusal(error)
      })
    },
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

/** Names are verified, by the library's own default; a password goes over TLS or not at all. */
const accessSettings = (access: KafkaAccess | undefined): Pick<KafkaConfig, 'ssl' | 'sasl'> =>
  access === undefined
    ? {}
    : {
        ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(access.authorities === undefined ? {} : { ca: access.authorities }) },
        ...(access.sasl === undefined ? {} : { sasl: access.sasl as SASLOptions }),
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
        throw explainRefusal(error)
      })),
    close: async () => {
      await (await opening?.catch(() => undefined))?.disconnect()
    },
  }
}
