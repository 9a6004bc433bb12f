import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs'

import type { OutgoingMessage } from '../bus.ts'

/** Publishes to a cluster. */
export interface KafkaPublisher {
  publish(messages: readonly OutgoingMessage[]): Promise<void>
  close(): Promise<void>
}

const ALL_REPLICAS = -1
/** After some two seconds without a broker the caller is told; it tries again in its own time. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 4 }

/** An idempotent producer: the broker drops what a repeated request already brought. After a failure it is replaced, because its count may be wrong. */
export function createKafkaPublisher(kafka: Kafka): KafkaPublisher {
  let opening: Promise<Producer> | undefined
  let last: Promise<unknown> = Promise.resolve()

  const drop = async (): Promise<void> => {
    const broken = opening
    opening = undefined
    await broken?.then((producer) => producer.disconnect()).catch(() => undefined)
  }
  const send = async (messages: readonly OutgoingMessage[]): Promise<void> => {
    try {
      const producer = await (opening ??= openProducer(kafka))
      await producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(messages) })
    } catch (error) {
      await drop()
      throw error
    }
  }
  return {
    publish: (messages) => {
      if (messages.length === 0) return Promise.resolve()
      // One request after another: a later call of the same process never overtakes an earlier one.
      const sent = last.then(() => send(messages))
      last = sent.catch(() => undefined)
      return sent
    },
    close: async () => {
      await last
      await drop()
    },
  }
}

function byTopic(messages: readonly OutgoingMessage[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>()
  for (const { topic, key, value, createdAt } of messages) {
    const message = { key, value, timestamp: String(createdAt.getTime()) }
    const list = topics.get(topic)
    if (list === undefined) topics.set(topic, [message])
    else list.push(message)
  }
  return [...topics].map(([topic, list]) => ({ topic, messages: list }))
}

async function openProducer(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: RETRY,
  })
  await producer.connect()
  return producer
}
