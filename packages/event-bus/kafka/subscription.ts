import { setTimeout as sleep } from 'node:timers/promises'

import type { Admin, Consumer, ConsumerConfig, Kafka } from 'kafkajs'

import type { Logger } from '@agora/logger/logger.ts'

import type { Subscription, SubscriptionOptions } from '../bus.ts'
import { batchHandler } from './batchHandler.ts'
import { lagOf } from './lagOf.ts'

/** What a subscription is made of. */
export interface KafkaSubscriptionParts {
  readonly kafka: Kafka
  readonly admin: () => Promise<Admin>
  readonly logger: Logger
  readonly options: SubscriptionOptions
}

/** An empty topic is asked again after so long; also how long a consumer may need to stop. */
const MAX_WAIT_MS = 500
const CONCURRENCY = 4
const RESTART_MS = 1000
const STOP_GRACE_MS = 5000

/** Joins the group and reads until it is stopped. */
export async function startKafkaSubscription({ kafka, admin, logger, options }: KafkaSubscriptionParts): Promise<Subscription> {
  const log = logger.child({ group: options.group })
  const handler = batchHandler(options, log)
  let stopped: Promise<void> | undefined
  let consumer: Consumer

  const start = async (): Promise<void> => {
    consumer = kafka.consumer(settings(options))
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // What the library does not restart itself is begun anew: a consumer ends only when it is told to.
      if (!payload.restart && stopped === undefined) void again()
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENCY,
      eachBatch: handler.eachBatch,
    })
  }
  const again = async (): Promise<void> => {
    await consumer.disconnect().catch(() => undefined)
    await sleep(RESTART_MS)
    if (stopped !== undefined) return
    await start().catch((error: unknown) => {
      log.warn({ err: error }, 'The consumer could not start again')
      return again()
    })
  }
  const stop = async (): Promise<void> => {
    const abort = setTimeout(handler.abort, STOP_GRACE_MS)
    await consumer.disconnect()
    clearTimeout(abort)
  }

  await start()
  return {
    lag: async () => lagOf(await admin(), options.group, options.topics),
    stop: () => (stopped ??= stop()),
  }
}

const settings = ({ group, sessionTimeoutMs = 10_000 }: SubscriptionOptions): ConsumerConfig => ({
  groupId: group,
  sessionTimeout: sessionTimeoutMs,
  heartbeatInterval: sessionTimeoutMs / 5,
  maxWaitTimeInMs: MAX_WAIT_MS,
  allowAutoTopicCreation: false,
  retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 8, restartOnFailure: () => Promise.resolve(true) },
})
