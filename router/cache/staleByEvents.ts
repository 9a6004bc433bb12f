import type { Batch } from '@agora/event-bus/bus.ts'
import { parseEnvelope } from '@agora/event-bus/envelope.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { CacheStore } from './cacheStore.ts'
import { anyChanged, changed } from './tags.ts'

/** Which entities each type of event makes stale. */
export type StaleBy = RouterConfig['cache']['events']

/**
 * What an event makes stale, as tags: for each rule of its type, the entity whose id stands in the field that the rule names, or those whose ids stand there; whatever is of the
 * type where it names none, or the event has nothing there.
 */
export function staleTags(value: string, rules: StaleBy): readonly string[] {
  const envelope = parseEnvelope(value)
  if (!envelope.ok) return []
  const { type, data } = envelope.value
  const fields = new Map(typeof data === 'object' && data !== null ? Object.entries(data) : [])
  return (Object.hasOwn(rules, type) ? (rules[type] ?? []) : []).flatMap(({ entity, id }) => {
    const found: unknown = id === undefined ? undefined : fields.get(id)
    if (found === undefined || found === null) return anyChanged(entity)
    return [found].flat().flatMap((one) => changed(entity, String(one)))
  })
}

/** What events make stale, and where. */
export interface StaleByEvents {
  readonly cache: Pick<RouterConfig['cache'], 'events' | 'maxAgeSeconds'>
  readonly store: Pick<CacheStore, 'invalidate'>
  readonly clock?: () => number
}

/** Clocks differ, and what is kept was begun to be read before its age began. */
const SLACK_MS = 300_000

/** Makes stale what a batch of events speaks of. Rejects where that could not be done, so that the bus does not go on and the batch comes again. */
export function createStaleByEvents({ cache: { events, maxAgeSeconds }, store, clock = Date.now }: StaleByEvents) {
  return async ({ messages }: Pick<Batch, 'messages'>): Promise<void> => {
    // What happened before anything that is kept was read is in it: a router that begins does not make stale what others keep.
    const since = clock() - 1000 * maxAgeSeconds - SLACK_MS
    const heard = messages.filter(({ createdAt }) => createdAt.getTime() > since)
    const tags = new Set(heard.flatMap(({ value }) => staleTags(value, events)))
    if (tags.size > 0 && !(await store.invalidate([...tags]))) throw new Error('What has changed could not be made stale: Redis is away')
  }
}
