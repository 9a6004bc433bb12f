/** A message on its way: an envelope as text under a key. */
export interface OutgoingMessage {
  readonly topic: string
  /** The id of the aggregate: messages of one key stay in order. */
  readonly key: string
  /** A CloudEvents 1.0 envelope in JSON; see envelope.ts. */
  readonly value: string
  /** When the event happened; the embedded bus files the message under its month. */
  readonly createdAt: Date
}

/** A message as a consumer gets it. */
export interface IncomingMessage extends OutgoingMessage {
  readonly partition: number
  /** Grows by at least one within a partition. Decimal text. */
  readonly offset: string
}

/** One partition's next messages, oldest first. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly IncomingMessage[]
  /** Aborts when the partition is taken away, or the subscription ends and the handler does not: stop, and commit nothing more. */
  readonly signal: AbortSignal
  /** Says that the consumer is alive although it takes long. */
  heartbeat(): Promise<void>
}

/** What a group of consumers reads. */
export interface SubscriptionOptions {
  /** Members of one group share the partitions; each group sees everything. */
  readonly group: string
  readonly topics: readonly string[]
  /**
   * Handles one batch. Resolved: the group goes on behind it. Rejected: the batch comes again, after a pause. Batches of different partitions may be
   * handled at once; of one partition never. A batch may come more than once: effects must be safe to repeat.
   */
  readonly handle: (batch: Batch) => Promise<void>
  /** @default 500 */
  readonly maxBatch?: number
  /** A member that was not heard of for so long is replaced. @default 10 s */
  readonly sessionTimeoutMs?: number
}

/** A running reader. */
export interface Subscription {
  /** Messages that the group has not handled yet, over all its partitions. */
  lag(): Promise<number>
  /** Finishes the batches in hand, then leaves the group. A handler that has not ended after 5 s has its signal aborted. */
  stop(): Promise<void>
}

/** Events between processes: at least once, in order within a key. Two adapters, one contract suite. */
export interface EventBus {
  /** Tells this bus from every other: an offset means nothing elsewhere. The same in every process, for as long as the bus keeps its messages. */
  identity(): Promise<string>
  /** Makes topics that are missing. Safe to call often and from several processes. */
  ensureTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void>
  /** Resolves when all are stored for good; rejects when that is not certain: publish again. Messages of one key keep their order. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>
  subscribe(options: SubscriptionOptions): Promise<Subscription>
  close(): Promise<void>
}
