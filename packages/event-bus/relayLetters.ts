import { runConsumer, type Consumer, type ConsumerOptions } from './consumer.ts'
import { relayName } from './deadLetters.ts'
import { writeEnvelope } from './envelope.ts'
import type { Handler } from './handlers.ts'

/** What the relay's second chance is made of. */
export interface RelayLettersOptions extends Pick<
  ConsumerOptions<never>,
  'bus' | 'pool' | 'store' | 'logger' | 'metrics' | 'wake' | 'sessionTimeoutMs'
> {
  /** The domain whose relay it is. */
  readonly source: string
}

/**
 * Publishes what a relay had to park, when a person asks for it: an event of a type that only a newer release knows, or one from before the retention,
 * which consumers will park in their turn.
 */
export function startRelayLetters({ source, ...options }: RelayLettersOptions): Promise<Consumer> {
  const { bus, store } = options
  const { catalogue } = store
  const publish: Handler = async (_client, event) => {
    const topic = catalogue.topicOf(event.type)
    if (topic === undefined) throw new Error(`${event.type} has no topic here`)
    const value = writeEnvelope(event, { source, schemaVersion: catalogue.versionOf(event.type) })
    await bus.publish([{ topic, key: event.stream, value, createdAt: event.occurredAt }])
  }
  const handlerOf = (type: string): Handler | undefined => (type.startsWith('deadLetter.') ? undefined : publish)
  return runConsumer({ ...options, group: relayName(source), topics: [] }, handlerOf)
}
