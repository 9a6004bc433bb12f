import type { GraphQLError } from 'graphql'

import { errorsOf, MOST_ERRORS } from '../execution/errors/placeErrors.ts'
import type { Showing } from '../execution/errors/shownPaths.ts'
import type { Failure } from '../execution/plan/gathering.ts'
import type { Data } from '../execution/plan/represent.ts'
import type { ResponsePath } from '../execution/projection/faults.ts'

/** A part of an answer, as far as errors are concerned. */
export interface ToldPart {
  readonly path: ResponsePath
  readonly data: Data | null
}

/** What failed, and for whom. */
export interface PartFailures {
  /** Requests that were made for these parts. */
  readonly own: readonly Failure[]
  /** Requests that were made before: what they left null may be in these parts. */
  readonly earlier: readonly Failure[]
}

/** Errors beyond these are not looked at: a list of thousands may fail item by item. */
const MOST_LOOKED_AT = 10_000

/**
 * What subgraphs said, in the parts where what it is about stands: an error of a field that stands in two parts is told in both. One that nobody can place is told in the first part for which it
 * was asked. At most a hundred for all the parts.
 * @param parts that are told at the same time and stand at equally long paths.
 */
export function partErrors<Part extends ToldPart>(
  parts: readonly Part[],
  { own, earlier }: PartFailures,
  showing: Omit<Showing, 'answer'>,
): ReadonlyMap<Part, readonly GraphQLError[]> {
  const told = new Map<Part, GraphQLError[]>()
  const [first] = parts
  if (first === undefined || own.length + earlier.length === 0) return told
  const byPath = new Map(parts.map((part) => [JSON.stringify(part.path), part]))
  const length = first.path.length
  let looked = 0
  let count = 0
  for (const failure of [...own, ...earlier]) {
    const isOwn = own.includes(failure)
    for (const error of errorsOf(failure, { ...showing, answer: null })) {
      if (count >= MOST_ERRORS || (looked += 1) > MOST_LOOKED_AT) return told
      const { path } = error
      const part = path === undefined ? (isOwn ? first : undefined) : byPath.get(JSON.stringify(path.slice(0, length)))
      if (part === undefined || (path !== undefined && !standsIn(part.data, path.slice(length), isOwn))) continue
      told.set(part, [...(told.get(part) ?? []), error])
      count += 1
    }
  }
  return told
}

/** Whether a path leads into a part: to a key of it, or to a null that took everything below with it. Of a part's own requests an error may be about all of it. */
function standsIn(data: Data | null, path: ResponsePath, isOwn: boolean): boolean {
  if (path.length === 0) return isOwn
  let at: unknown = data
  for (const key of path) {
    if (at === null) return true
    if (typeof at !== 'object' || !Object.hasOwn(at as object, key)) return false
    at = (at as Record<string | number, unknown>)[key]
  }
  return true
}
