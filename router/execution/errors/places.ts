import type { Path } from '../../planning/plan.ts'
import { valueOf } from '../generation/names.ts'
import type { Data } from '../plan/represent.ts'
import { isOneOf } from '../plan/walk.ts'
import type { ResponsePath } from '../projection/faults.ts'

/** An object and where it is, by the keys of the gathered data. */
export interface Place {
  readonly path: ResponsePath
  readonly object: Data
}

/** All objects under a path, one by one: who has enough may stop. */
export function* placesUnder(object: Data, path: Path, at: ResponsePath = []): Generator<Place> {
  const [segment, ...rest] = path
  if (segment === undefined) yield { path: at, object }
  else if (segment.kind === 'items') yield* placesUnder(object, rest, at)
  else if (segment.kind === 'field') yield* placesBelow(valueOf(object, segment.key), rest, [...at, segment.key])
  else if (isOneOf(new Set(segment.names), object)) yield* placesUnder(object, rest, at)
}

function* placesBelow(value: unknown, path: Path, at: ResponsePath): Generator<Place> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield* placesUnder(value as Data, path, at)
  else for (const [i, item] of value.entries()) yield* placesBelow(item, path, [...at, i])
}

/** The object that a path leads to; null when it is none. */
export function objectAt(data: Data, path: ResponsePath): Data | null {
  let at: unknown = data
  for (const key of path) at = typeof at === 'object' && at !== null ? valueOf(at as Data, String(key)) : undefined
  return typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Data) : null
}
