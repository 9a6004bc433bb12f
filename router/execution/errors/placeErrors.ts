import { GraphQLError } from 'graphql'

import { keyForClient } from '../../planning/keepApart.ts'
import { cleanJson } from '../foreignJson.ts'
import type { Found } from '../plan/collect.ts'
import type { Failure, SubgraphError } from '../plan/gathering.ts'
import type { FetchPart } from '../plan/readFetch.ts'
import type { Data } from '../plan/represent.ts'
import type { ResponsePath } from '../projection/faults.ts'
import { placesUnder, type Place } from './places.ts'
import { renamePath } from './renamePath.ts'
import { missingKeys, shownPaths, type Showing } from './shownPaths.ts'

/** Nobody is shown more. */
export const MOST_ERRORS = 100

/**
 * What subgraphs said, where the client sees what it is about: at every place of an entity, by its own names. A request that brought nothing is an error
 * wherever it leaves null. At most a hundred; each names its subgraph as `serviceName`, for the log.
 */
export function placeErrors(failures: readonly Failure[], showing: Showing): GraphQLError[] {
  const errors: GraphQLError[] = []
  for (const failure of failures) {
    for (const error of errorsOf(failure, showing)) {
      if (errors.length === MOST_ERRORS) return errors
      errors.push(error)
    }
  }
  return errors
}

/** The same of one request, one by one: who has enough may stop. */
export function* errorsOf(failure: Failure, showing: Showing): Generator<GraphQLError> {
  const told = new Set<string>()
  const loose: SubgraphError[] = []
  const tell = function* (error: SubgraphError, path: ResponsePath): Generator<GraphQLError> {
    told.add(JSON.stringify(path))
    for (const shown of shownPaths(path, showing)) {
      told.add(JSON.stringify(shown))
      yield errorAt(error, failure, partIn(showing.answer, shown.map(clientKey)))
    }
  }
  for (const error of failure.errors.slice(0, MOST_ERRORS)) {
    const paths = pathsOf(error, failure, showing)
    if (paths === null) loose.push(error)
    else for (const path of paths) yield* tell(error, path)
  }
  const said = loose.length > 0 ? loose : failure.errors.slice(0, 1)
  let isTold = failure.empty.size === 0 && loose.length === 0
  for (const path of emptyPaths(failure, showing)) {
    if (told.has(JSON.stringify(path))) continue
    for (const error of said) yield* tell(error, path)
    isTold = true
  }
  if (!isTold) for (const error of loose) yield errorAt(error, failure, [])
}

/** Where a subgraph's error belongs; null when it does not say. */
function pathsOf({ path }: SubgraphError, failure: Failure, showing: Showing): Iterable<ResponsePath> | null {
  if (!Array.isArray(path) || path.length === 0 || !path.every((key) => typeof key === 'string' || typeof key === 'number')) return null
  const { brings } = failure.fetch.step
  if (brings.kind === 'root') {
    const inner = renamePath(path, brings.rewrites)
    return placesUnder(showing.data, brings.path).map((place) => [...place.path, ...inner])
  }
  const [key, index, ...rest] = path
  const at = failure.fetch.parts.findIndex(({ list }) => list?.key === key)
  const part = failure.fetch.parts[at]
  if (part?.list === undefined || part.list === null || (index !== undefined && typeof index !== 'number')) return null
  const inner = renamePath(rest, part.list.outputRewrites)
  const places = placesOf(part, failure, { showing, index })
  return inner.length > 0 ? places.map((place) => [...place.path, ...inner]) : places.flatMap((place) => missingAt(place, part, { failure, showing }))
}

/** Where a list that brought nothing leaves null. */
function* emptyPaths(failure: Failure, showing: Showing): Generator<ResponsePath> {
  for (const part of failure.fetch.parts) {
    if (!failure.empty.has(part.list?.key ?? '')) continue
    for (const place of placesOf(part, failure, { showing, index: undefined })) yield* missingAt(place, part, { failure, showing })
  }
}

function missingAt(place: Place, part: FetchPart, { failure, showing }: { readonly failure: Failure; readonly showing: Showing }): ResponsePath[] {
  return missingKeys(place.object, failure.fetch, { ...part, showing }).map((key) => [...place.path, key])
}

/** Every place of the entities of a part, or of the one at an index. */
function* placesOf(
  part: FetchPart,
  failure: Failure,
  { showing, index }: { readonly showing: Showing; readonly index: number | undefined },
): Generator<Place> {
  const found = failure.found[failure.fetch.parts.indexOf(part)]
  const indexOf = found === undefined ? null : positionsIn(found)
  for (const path of part.paths) {
    for (const place of placesUnder(showing.data, path)) {
      const own = indexOf === null ? 0 : indexOf.get(place.object)
      if (own !== undefined && (index === undefined || own === index)) yield place
    }
  }
}

function clientKey(key: string | number): string | number {
  return typeof key === 'string' ? keyForClient(key) : key
}

/** A path as far as the answer has it: an object of another type may lack the key. What is below a null may have been there. */
function partIn(answer: Data | null, path: ResponsePath): ResponsePath {
  let at: unknown = answer
  for (const [i, key] of path.entries()) {
    if (typeof at !== 'object' || at === null) return path
    if (!Object.hasOwn(at, key)) return path.slice(0, i)
    at = (at as Data)[String(key)]
  }
  return path
}

const positions = new WeakMap<Found, ReadonlyMap<Data, number>>()

/** Which representation stands for an object that was found. */
function positionsIn(found: Found): ReadonlyMap<Data, number> {
  const known = positions.get(found) ?? new Map(found.targets.map((target, i) => [target, found.indices[i] ?? -1]))
  positions.set(found, known)
  return known
}

function errorAt({ message, extensions, cause }: SubgraphError, { fetch }: Failure, path: ResponsePath): GraphQLError {
  const kept = cleanJson(extensions) ? extensions : {}
  return new GraphQLError(typeof message === 'string' ? message : 'A subgraph failed without a word', {
    path: path.length === 0 ? undefined : path,
    extensions: { ...kept, serviceName: fetch.step.subgraph },
    originalError: cause ?? null,
  })
}
