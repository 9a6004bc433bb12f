import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

import { z } from 'zod'

import { domains } from '@agora/database/domains.ts'

import type { EventDefinition } from '../../schema/events/defineEvent.ts'
import { publishers, type Topic } from '../../schema/events/topics.ts'

/** A consumer of the bus: `<domain>.<group>`, and the types that it has handlers for. */
export interface Consumer {
  readonly name: string
  readonly types: readonly string[]
}

/** One type of event: who tells it, and who listens. */
export interface RegisteredEvent {
  readonly type: string
  readonly topic: Topic
  readonly versions: number
  readonly meaning: string
  readonly publishers: readonly string[]
  readonly consumers: readonly string[]
}

const types = z.array(z.string()).readonly()
const declaration = z.record(z.string(), z.union([types, z.object({ types }).transform((group) => group.types)]))

/** What each domain's `consumes.ts` declares. Throws for one that declares something else. */
export async function readConsumers(root: string): Promise<readonly Consumer[]> {
  const found = await Promise.all(
    domains.map(async (domain) => {
      const file = `${root}/subgraphs/${domain}/consumes.ts`
      if (!existsSync(file)) return []
      const module: { readonly consumes?: unknown } = await import(pathToFileURL(file).href)
      return Object.entries(declaration.parse(module.consumes)).map(([group, listed]) => ({ name: `${domain}.${group}`, types: listed }))
    }),
  )
  return found.flat()
}

/** Every type with who publishes and who consumes it, by topic and in the order of the definitions. */
export function registryOf(definitions: Readonly<Record<string, EventDefinition>>, consumers: readonly Consumer[]): readonly RegisteredEvent[] {
  return Object.values(definitions).map(({ type, topic, versions, meaning }) => ({
    type,
    topic,
    versions: versions.length,
    meaning,
    publishers: publishers[topic],
    consumers: consumers.filter((consumer) => consumer.types.includes(type)).map(({ name }) => name),
  }))
}

/** Consumers that wait for what nobody publishes. */
export function consumerFaults(definitions: Readonly<Record<string, EventDefinition>>, consumers: readonly Consumer[]): string[] {
  return consumers.flatMap(({ name, types: listed }) =>
    listed.filter((type) => !Object.hasOwn(definitions, type)).map((type) => `${name} consumes ${type}, which is no type of event`),
  )
}
