import type { RequiredSelection } from '../../planning/plan.ts'
import { valueOf } from '../generation/names.ts'
import type { AnsweredKeys } from '../plan/answeredKeys.ts'
import { askedKeys, type AskedKey } from '../plan/askedKeys.ts'
import type { PlanFacts } from '../plan/planFacts.ts'
import type { Fetch, FetchPart } from '../plan/readFetch.ts'
import type { Data } from '../plan/represent.ts'
import type { ResponsePath } from '../projection/faults.ts'
import { objectAt } from './places.ts'

/** What tells where a client sees that something is missing. */
export interface Showing {
  readonly data: Data
  readonly variables: Readonly<Record<string, unknown>>
  readonly facts: PlanFacts
  readonly fetches: readonly Fetch[]
  /** The keys that the operation asks for. */
  readonly visible: AnsweredKeys
  /** What the client is answered. */
  readonly answer: Data | null
}

/**
 * Where the client sees that something is missing at a path: there, if it asked for that; and where something is missing that could not be asked for
 * without it. If it sees none of this, the nearest object above that it does see.
 */
export function shownPaths(path: ResponsePath, showing: Showing, seen: Set<string> = new Set()): ResponsePath[] {
  const text = JSON.stringify(path)
  if (seen.has(text)) return []
  seen.add(text)
  const near = visiblePart(path, showing.visible)
  const missing = path.flatMap((key, i) =>
    typeof key === 'string' ? dependentKeys(path.slice(0, i), key, showing).map((other) => [...path.slice(0, i), other]) : [],
  )
  const dependent = missing.flatMap((other) => shownPaths(other, showing, seen))
  const shown = near.length === path.length ? [path, ...dependent] : dependent
  return shown.length > 0 ? shown : [near]
}

/** The keys that a request asks for of an object and that are null there. */
export function missingKeys(
  object: Data,
  { fragments }: Fetch,
  part: FetchPart & { readonly showing: Pick<Showing, 'facts' | 'variables'> },
): string[] {
  const { facts, variables } = part.showing
  const asked: AskedKey[] = askedKeys(
    { selection: part.selection, fragments, facts, variables },
    part.list === null ? undefined : object['__typename'],
  )
  const renamed = asked.map(({ key }) => part.renames.get(key) ?? key)
  return renamed.filter((key) => key !== '__typename' && (valueOf(object, key) ?? null) === null)
}

function visiblePart(path: ResponsePath, visible: AnsweredKeys): ResponsePath {
  let keys: AnsweredKeys | null | undefined = visible
  for (const [i, key] of path.entries()) {
    if (typeof key === 'number') continue
    if (keys?.has(key) !== true) return path.slice(0, i)
    keys = keys.get(key)
  }
  return path
}

/** Keys of an object that were not asked for because another one was missing. */
function dependentKeys(at: ResponsePath, key: string, showing: Showing): string[] {
  const way = at.filter((one) => typeof one === 'string').join(' ')
  const dependent = showing.fetches.flatMap((fetch) =>
    fetch.parts
      .filter((part) => part.list?.representations.some(({ selections }) => requires(selections, key)) === true && leadsTo(part, way))
      .map((part) => ({ fetch, part })),
  )
  const object = dependent.length === 0 ? null : objectAt(showing.data, at)
  return object === null ? [] : dependent.flatMap(({ fetch, part }) => missingKeys(object, fetch, { ...part, showing }))
}

function leadsTo({ paths }: FetchPart, way: string): boolean {
  return paths.some((path) => path.flatMap((segment) => (segment.kind === 'field' ? [segment.key] : [])).join(' ') === way)
}

function requires(selections: readonly RequiredSelection[], key: string): boolean {
  return selections.some((one) => (one.kind === 'field' ? one.key === key : requires(one.selections, key)))
}
