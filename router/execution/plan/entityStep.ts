import { whenOften } from '../generation/whenOften.ts'
import { collectClosures, type Collect, type Found } from './collect.ts'
import { generateCollect } from './collectSource.ts'
import type { Run } from './gathering.ts'
import { mergeClosures, type Merge } from './merge.ts'
import { generateMerge } from './mergeSource.ts'
import type { Fetch, FetchPart } from './readFetch.ts'
import type { Data } from './represent.ts'
import { compileBody } from './requestBody.ts'
import { compileRewrites } from './rewrites.ts'
import { isOver, send } from './send.ts'
import { copyOf, mayShare } from './sharing.ts'
import type { StepContext } from './stepContext.ts'

/** Makes a fetch of entities a function. It asks for nothing when there are none. */
export function compileEntityStep(fetch: Fetch, context: StepContext): Run {
  const lists = fetch.parts.map((part, i) => compileList(part, fetch.parts.slice(0, i), context))
  const write = compileBody(fetch.step)
  return (gathering) => {
    if (isOver(gathering)) return
    const found: Found[] = []
    for (const { collect, sharedWith } of lists) found.push(collect(gathering.data, found[sharedWith]))
    if (found.every(({ targets }) => targets.length === 0)) return
    const take = (data: Data): ReadonlySet<string> => {
      const empty = new Set<string>()
      for (const [i, { key, put }] of lists.entries()) {
        const asked = found[i]
        if (asked !== undefined && asked.targets.length > 0 && !put(asked, data[key])) empty.add(key)
      }
      return empty
    }
    return send({ fetch, body: write(found, gathering.variables), found, take }, gathering)
  }
}

interface CompiledList {
  readonly key: string
  /** The position of the list before it that has the same variable; -1 for none. */
  readonly sharedWith: number
  readonly collect: Collect
  /** Puts answered entities where they belong; false when what came is no list of them. */
  readonly put: (found: Found, entities: unknown) => boolean
}

function compileList(part: FetchPart, before: readonly FetchPart[], { facts, writings, generateAfter }: StepContext): CompiledList {
  const { list, keys } = part
  if (list === null) throw new TypeError('A fetch of a root type is no fetch of entities')
  const rewrite = compileRewrites(list.outputRewrites, facts)
  const collect = whenOften<Collect>(collectClosures(list, facts), () => generateCollect(list, facts), generateAfter)
  const merge = whenOften<Merge>(mergeClosures(keys, facts), () => generateMerge(keys, facts), generateAfter)
  const shares = mayShare(part, writings)
  return {
    key: list.key,
    sharedWith: before.findIndex((other) => other.list?.variable === list.variable),
    collect: (data, sent) => collect()(data, sent),
    put(found, entities) {
      if (!Array.isArray(entities) || entities.length !== found.representations.length) return false
      rewrite?.(entities)
      if (shares) putAll(found, entities, { merge: merge(), from: 0, to: found.targets.length })
      else {
        for (const [i, to] of found.ends.entries()) {
          // Under the first path the entities are put as they came, under each other one as copies.
          const own = i === 0 ? entities : entities.map((entity) => copyOf(entity, keys))
          putAll(found, own, { merge: merge(), from: found.ends[i - 1] ?? 0, to })
        }
      }
      return true
    },
  }
}

function putAll(
  { targets, indices }: Found,
  entities: readonly unknown[],
  { merge, from, to }: { readonly merge: Merge; readonly from: number; readonly to: number },
): void {
  for (let i = from; i < to; i++) {
    const target = targets[i]
    const entity = entities[indices[i] ?? -1]
    if (target !== undefined && typeof entity === 'object' && entity !== null) merge(target, entity as Data)
  }
}
