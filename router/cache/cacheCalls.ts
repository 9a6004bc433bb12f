import { createHash } from 'node:crypto'

import { createMemo } from '@agora/security/memo.ts'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import type { Reply } from '../execution/http/createPost.ts'
import type { SendCall } from '../extensions/extension.ts'
import { parseJson } from '../operation/parseJson.ts'
import type { Copies } from '../sharing/copies.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { cachePlanOf, type CachePlan, type TypesOf } from './cachePlan.ts'
import type { CacheStore, Fresh, Reading } from './cacheStore.ts'
import { joinEntities, placeAmongAll, readEntityBatch, type AskedEntity, type EntityBatch } from './entityBatch.ts'
import { replyAge } from './replyAge.ts'
import { holding, ofEntities, ofEntity, ofSubgraph } from './tags.ts'

/** What answers are kept with. */
export interface Caching extends Copies {
  readonly store: CacheStore
  /** Whether anything may be kept, and answered from what is kept, at present. */
  readonly isOn: () => boolean
  readonly typesOf: TypesOf
  /** Nothing is kept for more seconds, whatever it says. */
  readonly maxAgeSeconds: number
  /** Counts what was asked for. */
  readonly asked: (kind: 'root' | 'entity', outcome: 'hit' | 'miss', count: number) => void
}

const REMEMBERED = 2000

/**
 * Answers from what is kept, where all that is asked for has an age, and keeps what comes: requests of root fields whole, entities one by one, so that only those are asked
 * for that are not there. What is public is kept for all with the same permissions and asked for in nobody's name; all else for one viewer. Nothing that came with an error
 * is kept. A change made through here makes everything of its subgraph stale.
 */
export function cacheCalls(next: SendCall, subgraph: string, caching: Caching): SendCall {
  const { store, isOn, hints, typesOf, keys } = caching
  const planOf = createMemo({ limit: REMEMBERED, make: (query) => withTags(cachePlanOf(query, hints, typesOf), subgraph) })
  return async (call, context) => {
    // Whoever made a change sees it in his next query, whichever router that meets.
    if (call.operation !== 'query') return next(call, context).finally(() => store.invalidate([ofSubgraph(subgraph)]))
    const plan = planOf(call.query)
    // What the subgraph says to a client by headers is not kept.
    if (plan === null || !isOn() || context.received !== undefined) return next(call, context)
    const { own, permissions, everybody } = keys(context.viewer)
    const asking: Asking = {
      ...caching,
      next,
      subgraph,
      call,
      plan,
      scope: `${plan.isPublic ? permissions : own}${context.forwarded?.text() ?? ''}`,
      context: plan.isPublic ? { ...context, viewer: everybody } : context,
    }
    const batch = plan.lists.length === 0 ? null : readEntityBatch(call.body, plan)
    if (plan.lists.length > 0 && batch === null) return next(call, context)
    return batch === null ? askRoot(asking) : askEntities(asking, batch)
  }
}

interface Plan extends CachePlan {
  /** What everything that is kept by it hangs on. */
  readonly held: readonly string[]
}

function withTags(plan: CachePlan | null, subgraph: string): Plan | null {
  return plan === null ? null : { ...plan, held: [ofSubgraph(subgraph), ...plan.entities.map(ofEntities), ...plan.holds.map(holding)] }
}

interface Asking extends Caching {
  readonly next: SendCall
  readonly subgraph: string
  readonly call: SubgraphCall
  readonly plan: Plan
  readonly scope: string
  readonly context: RequestContext
}

async function askRoot(asking: Asking): Promise<Reply> {
  const { store, next, subgraph, call, plan, scope, context, asked } = asking
  const key = digest(subgraph, scope, call.body)
  const read = store.read([{ key, tag: null }], plan.held)
  const reading = read instanceof Promise ? await read : read
  const [known] = reading.texts
  asked('root', known === undefined ? 'miss' : 'hit', 1)
  if (known !== undefined) return whole(known)
  const reply = await next(call, context)
  const ttlMs = lifeOf(reply, asking)
  const answer = ttlMs > 0 ? readData(reply) : null
  if (answer !== null && !hasErrors(answer)) reading.keep([{ key, tag: null, text: reply.text }], ttlMs)
  return reply
}

async function askEntities(asking: Asking, batch: EntityBatch): Promise<Reply> {
  const { store, next, subgraph, call, plan, scope, context, asked } = asking
  const prefixes = plan.lists.map(({ selection }) => digest(subgraph, scope, selection, batch.rest))
  const keyOf = ({ list, representation }: AskedEntity): string => `${prefixes[list]} ${JSON.stringify(representation)}`
  const wanted = batch.asked.map((entity) => ({ key: keyOf(entity), tag: tagOf(entity) }))
  const read = store.read(wanted, plan.held)
  const reading = read instanceof Promise ? await read : read
  const texts = new Map<AskedEntity, string>()
  const missing: Missing[] = []
  for (const [index, entity] of batch.asked.entries()) {
    const known = reading.texts[index]
    if (known === undefined) missing.push({ entity, ...(wanted[index] as (typeof wanted)[number]) })
    else texts.set(entity, known)
  }
  asked('entity', 'hit', texts.size)
  asked('entity', 'miss', missing.length)
  if (missing.length === 0) return whole(`{"data":${joinEntities(plan, batch, texts)}}`)
  const entities = missing.map(({ entity }) => entity)
  const reply = await next(texts.size === 0 ? call : { ...call, body: batch.bodyFor(new Set(entities)) }, context)
  const answer = readData(reply)
  if (answer === null) return reply
  keep(plan, reading, { answer, missing, texts, ttlMs: lifeOf(reply, asking) })
  const errors = hasErrors(answer) ? `"errors":${JSON.stringify(placeAmongAll(answer.errors, plan, entities))},` : ''
  return { ...reply, text: `{${errors}"data":${joinEntities(plan, batch, texts)}}` }
}

interface Missing {
  readonly entity: AskedEntity
  readonly key: string
  readonly tag: string | null
}

interface Arrived {
  readonly answer: Answer
  readonly missing: readonly Missing[]
  readonly texts: Map<AskedEntity, string>
  readonly ttlMs: number
}

/** Puts what came beside what was there, and keeps it; not where anything went wrong. */
function keep({ lists }: Plan, reading: Reading, { answer, missing, texts, ttlMs }: Arrived): void {
  const places = lists.map(() => 0)
  const fresh: Fresh[] = []
  for (const { entity, key, tag } of missing) {
    const place = places[entity.list] ?? 0
    places[entity.list] = place + 1
    const values = answer.data[lists[entity.list]?.key ?? '']
    const value: unknown = Array.isArray(values) ? values[place] : null
    if (value === null || value === undefined) continue
    const text = JSON.stringify(value)
    texts.set(entity, text)
    fresh.push({ key, tag, text })
  }
  if (ttlMs > 0 && !hasErrors(answer)) reading.keep(fresh, ttlMs)
}

/** What is known by another key than its id is stale when anything of its type is. */
function tagOf({ representation: { __typename: type, id } }: AskedEntity): string {
  return typeof id === 'string' ? ofEntity(String(type), id) : holding(String(type))
}

/** Milliseconds for which a reply may be kept. */
function lifeOf({ status, headers }: Reply, { plan: { maxAge, isPublic }, maxAgeSeconds }: Asking): number {
  const said = replyAge(headers['cache-control'])
  if (status !== 200 || (said.isPrivate && isPublic)) return 0
  return 1000 * Math.min(maxAge, maxAgeSeconds, said.maxAge ?? maxAge)
}

interface Answer {
  readonly data: Readonly<Record<string, unknown>>
  readonly errors?: readonly Readonly<Record<string, unknown>>[] | null
}

/** Some write `null` or an empty list for none; what is no list is left to whoever reads the whole. */
function hasErrors(answer: Answer): answer is Answer & { readonly errors: NonNullable<Answer['errors']> } {
  return Array.isArray(answer.errors) && answer.errors.length > 0
}

/** A GraphQL answer with data; null for anything else, which is for the caller to judge. */
function readData({ text }: Reply): Answer | null {
  const json = parseJson(text)
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return null
  const { data } = json.value as { readonly data?: unknown }
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (json.value as Answer) : null
}

function whole(text: string): Reply {
  return { status: 200, text, headers: {} }
}

function digest(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length} ${part}`)
  return hash.digest('base64url')
}
