import type { Admin } from 'kafkajs'

/** Messages of the topics behind what the group has committed; those that are no longer kept do not count. */
export async function lagOf(admin: Admin, group: string, topics: readonly string[]): Promise<number> {
  const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] })
  const lags = await Promise.all(
    committed.map(async ({ topic, partitions }) => {
      const offsets = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]))
      const ends = await admin.fetchTopicOffsets(topic)
      return ends.reduce((sum, { partition, high, low }) => {
        const [next, oldest] = [offsets.get(partition) ?? -1n, BigInt(low)]
        return sum + Number(BigInt(high) - (next > oldest ? next : oldest))
      }, 0)
    }),
  )
  return lags.reduce((sum, lag) => sum + lag, 0)
}
