import { isTypeDefinitionNode, type GraphQLError } from 'graphql'
import { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { planFacts } from '../execution/plan/planFacts.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { TypesOf } from './cachePlan.ts'
import type { CacheStore } from './cacheStore.ts'
import type { Kept } from './openCache.ts'
import { anyChanged, changed, ofSubgraph } from './tags.ts'

/** What may be named to be forgotten. */
export interface Forgettable {
  /** Those whose answers are kept. */
  readonly subgraphs: readonly string[]
  readonly hasType: (name: string) => boolean
  readonly typesOf: TypesOf
}

const id = z.string().min(1).max(500)
const shape = z.strictObject({
  everything: z.literal(true).optional(),
  subgraphs: z.array(z.string()).max(100).default([]),
  types: z.array(z.string()).max(100).default([]),
  entities: z
    .array(z.strictObject({ type: z.string(), ids: z.array(id).min(1).max(1000) }))
    .max(100)
    .default([]),
})

/**
 * What somebody asks to be forgotten, as tags: `{everything: true}`, or `{subgraphs, types, entities: [{type, ids}]}`, any of them. Of a type goes whatever is of it or may hold
 * one, of an entity itself and whatever may hold one of its type. A failure is one sentence.
 */
export function purgedTags(asked: unknown, { subgraphs, hasType, typesOf }: Forgettable): Result<readonly string[], string> {
  const read = shape.safeParse(asked)
  if (!read.success)
    return fail(read.error.issues.map(({ path, message }) => `${path.length === 0 ? 'The body' : path.join('.')}: ${message}`).join('; '))
  const { everything, types, entities } = read.data
  const stranger = read.data.subgraphs.find((name) => !subgraphs.includes(name))
  if (stranger !== undefined) return fail(`\`${stranger}\` is no subgraph whose answers are kept.`)
  const unknown = [...types, ...entities.map(({ type }) => type)].find((type) => !hasType(type))
  if (unknown !== undefined) return fail(`\`${unknown}\` is no type of the graph.`)
  const tags = [
    ...(everything === true ? subgraphs : read.data.subgraphs).map(ofSubgraph),
    ...types.flatMap((type) => [...typesOf(type)].flatMap(anyChanged)),
    ...entities.flatMap(({ type, ids }) => ids.flatMap((one) => changed(type, one))),
  ]
  return tags.length === 0 ? fail('Nothing is named: say everything, subgraphs, types or entities.') : ok([...new Set(tags)])
}

/** Forgets what somebody asks to be forgotten; answers how many tags were made stale, or an error to send. */
export type Purge = (asked: unknown) => Promise<Result<{ readonly purged: number }, GraphQLError>>

/** Makes one. */
export function createPurge(store: Pick<CacheStore, 'invalidate'>, forgettable: Forgettable): Purge {
  return async (asked) => {
    const tags = purgedTags(asked, forgettable)
    if (!tags.ok) return fail(codedError('BAD_USER_INPUT', tags.error))
    if (await store.invalidate(tags.value)) return ok({ purged: tags.value.length })
    return fail(codedError('SERVICE_UNAVAILABLE', 'Redis is away. This router answers nothing from it until what was asked for is forgotten there.'))
  }
}

/** The way to forget what is kept of a graph; null where nothing is. */
export function openPurge({ document }: Supergraph, subgraphs: readonly string[], kept: Kept | null): Purge | null {
  if (kept === null) return null
  const names = new Set(document.definitions.flatMap((node) => (isTypeDefinitionNode(node) ? [node.name.value] : [])))
  return createPurge(kept.store, { subgraphs, hasType: (name) => names.has(name), typesOf: planFacts(document).typesOf })
}
