import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs'

import type { OutgoingMessage } from '../bus.ts'

/** Publishes to a cluster. */
export interface KafkaPublisher {
  publish(messages: readonly OutgoingMessage[]): Promise<void>
  close(): Promise<void>
}

const ALL_REPLICAS = -1
/** A broker refuses more than a megabyte for one partition, unless it is told otherwise. */
const MAX_REQUEST_BYTES = 900_000
const OVERHEAD_BYTES = 32
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
      for (const some of inRequests(messages)) await producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(some) })
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

/** Consecutive messages, each list small enough for a broker even where all of it goes to one partition. */
function inRequests(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const requests: OutgoingMessage[][] = []
  let room = 0
  for (const message of messages) {
    const size = Buffer.byteLength(message.value) + message.key.length + OVERHEAD_BYTES
    if (size > room) {
      requests.push([])
      room = MAX_REQUEST_BYTES
    }
    requests.at(-1)?.push(message)
    room -= size
  }
  return requests
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
