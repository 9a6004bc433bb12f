import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { ITopicConfig } from 'kafkajs'

import { createLogger } from '@agora/logger/logger.ts'

import { ensureTopics, type TopicAdmin } from './topics.ts'

interface Ensured {
  readonly made: ITopicConfig[]
  readonly complaints: Record<string, unknown>[]
}

/** Ensures the topics `old`, which is there, and `new` on a cluster of so many brokers whose topics have so many copies. */
async function ensure({ brokers, copies, replication }: { brokers: number; copies: number; replication?: number }): Promise<Ensured> {
  const made: ITopicConfig[] = []
  const lines: string[] = []
  const cluster: TopicAdmin = {
    listTopics: async () => ['old'],
    createTopics: async ({ topics }) => made.push(...topics) > 0,
    describeCluster: async () => ({ brokers: Array.from({ length: brokers }, (_, nodeId) => ({ nodeId })) }),
    fetchTopicMetadata: async ({ topics }) => ({
      topics: topics.map((name) => ({ name, partitions: [{ replicas: Array.from({ length: copies }, (_, nodeId) => nodeId) }] })),
    }),
  }
  const logger = createLogger({ service: 'test', level: 'info', destination: { write: (line: string) => void lines.push(line) } })
  const topics = ['old', 'new'].map((name) => ({ name, partitions: 8 }))
  await ensureTopics(cluster, topics, { replication, logger })
  return { made, complaints: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const settingsOf = ([topic]: readonly ITopicConfig[]): Record<string, string> =>
  Object.fromEntries((topic?.configEntries ?? []).map(({ name, value }) => [name, value]))

test('a missing topic is made as the cluster does by default, its messages gone before the inboxes forget them', async () => {
  const { made, complaints } = await ensure({ brokers: 3, copies: 3 })
  assert.deepEqual(
    [made.map(({ topic, numPartitions, replicationFactor }) => [topic, numPartitions, replicationFactor]), complaints],
    [[['new', 8, undefined]], []],
  )
  const { 'retention.ms': kept, 'segment.ms': segment, 'min.insync.replicas': insync } = settingsOf(made)
  assert.deepEqual([Number(kept) + Number(segment), insync], [89 * 86_400_000, undefined])
})

test('with three copies asked for, two must have a message', async () => {
  const { made } = await ensure({ brokers: 3, copies: 3, replication: 3 })
  assert.deepEqual([made[0]?.replicationFactor, settingsOf(made)['min.insync.replicas']], [3, '2'])
})

test('a single copy in a cluster is never silent, and on a broker that is alone it is', async () => {
  const { complaints } = await ensure({ brokers: 3, copies: 1 })
  assert.deepEqual(
    complaints.map(({ level, topics, brokers }) => [level, topics, brokers]),
    [[50, ['old', 'new'], 3]],
  )
  assert.deepEqual((await ensure({ brokers: 1, copies: 1 })).complaints, [])
})
