import type { ITopicConfig } from 'kafkajs'

import type { Logger } from '@agora/logger/logger.ts'

import { SHORTEST_RETENTION_DAYS } from '../retention.ts'

/** What topics are to be like. */
export interface TopicOptions {
  /** Copies of each. Undefined: as the cluster does by default, in which its own `min.insync.replicas` holds as well. */
  readonly replication: number | undefined
  readonly logger: Logger
}

/** What is asked of the library's admin client. */
export interface TopicAdmin {
  listTopics(): Promise<string[]>
  createTopics(options: { topics: ITopicConfig[]; waitForLeaders: boolean }): Promise<boolean>
  describeCluster(): Promise<{ readonly brokers: readonly object[] }>
  fetchTopicMetadata(options: {
    topics: string[]
  }): Promise<{ readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly replicas: readonly number[] }[] }[] }>
}

const DAY_MS = 86_400_000

/** Makes topics that are missing, leaves the others as they are, and complains of those that one broker's disk would take with it. */
export async function ensureTopics(
  admin: TopicAdmin,
  topics: readonly { readonly name: string; readonly partitions: number }[],
  { replication, logger }: TopicOptions,
): Promise<void> {
  const present = new Set(await admin.listTopics())
  const missing = topics.filter(({ name }) => !present.has(name))
  if (missing.length > 0) {
    const configEntries = topicSettings(replication)
    const copies = replication === undefined ? {} : { replicationFactor: replication }
    // Answers false when another process made them in the meantime.
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions, ...copies, configEntries })),
    })
  }
  if (topics.length > 0) await complainOfLoneCopies(admin, { names: topics.map(({ name }) => name), logger })
}

/**
 * A message goes before the inboxes forget whether it was handled: a segment holds a day, so it goes a day after its time at the latest. The time is
 * that of the event. A publication counts when all copies but one have it: then one broker may be away, and one may burn.
 */
export function topicSettings(replication: number | undefined): { name: string; value: string }[] {
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': String((SHORTEST_RETENTION_DAYS - 1) * DAY_MS),
    'retention.bytes': '-1',
    'segment.ms': String(DAY_MS),
    'message.timestamp.type': 'CreateTime',
    ...(replication === undefined ? {} : { 'min.insync.replicas': String(Math.max(1, replication - 1)) }),
  }
  return Object.entries(settings).map(([name, value]) => ({ name, value }))
}

async function complainOfLoneCopies(admin: TopicAdmin, { names, logger }: { readonly names: string[]; readonly logger: Logger }): Promise<void> {
  const { brokers } = await admin.describeCluster()
  if (brokers.length < 2) return
  const { topics } = await admin.fetchTopicMetadata({ topics: names })
  const lone = topics.filter(({ partitions }) => partitions.some(({ replicas }) => replicas.length < 2)).map(({ name }) => name)
  if (lone.length > 0)
    logger.error(
      { topics: lone, brokers: brokers.length },
      'Topics have a single copy in a cluster of several brokers: set KAFKA_REPLICATION before they are made, and give those that exist more replicas',
    )
}
