import type { Path, PathSegment } from '../../planning/plan.ts'
import { setValue, valueOf } from '../generation/names.ts'
import type { AnsweredKeys } from './answeredKeys.ts'
import type { Data } from './represent.ts'

/** What a request writes, and where. */
export interface Writing {
  readonly paths: readonly Path[]
  readonly keys: AnsweredKeys
}

/**
 * Whether the objects of one answer may be put under all paths of a list as they are. They may, unless something else writes into them under one of the
 * paths and not in the same way under the others: there a key may stand for another argument.
 */
export function mayShare(writing: Writing, all: readonly Writing[]): boolean {
  const nested = [...writing.keys].filter(([, below]) => below !== null).map(([key]) => key)
  if (writing.paths.length < 2 || nested.length === 0) return true
  const others = all.filter((other) => other !== writing)
  const [first, ...rest] = writing.paths.map((path) => JSON.stringify(others.map((other) => writesUnder(other, path, nested))))
  return rest.every((under) => under === first)
}

/** What a request writes into objects at these keys of a path: where, seen from there. */
function writesUnder(other: Writing, path: Path, nested: readonly string[]): string[] {
  const found = other.paths.flatMap((candidate): string[] => {
    const below = restAfter(candidate, path)
    if (below !== null) return below.length === 0 ? touched(other.keys, nested) : startsWith(below, nested) ? [JSON.stringify(below)] : []
    const between = restAfter(path, candidate)
    return between === null ? [] : touched(keysAt(other.keys, between), nested)
  })
  return found.toSorted()
}

/** A path seen from the end of another that it goes on from; null when it does not. Types on the way are no matter: rather too much is found than too little. */
function restAfter(path: Path, start: Path): Path | null {
  const wanted = start.filter(isField)
  let position = 0
  for (const { key } of wanted) {
    while (path[position]?.kind !== 'field' && position < path.length) position++
    const segment = path[position++]
    if (segment?.kind !== 'field' || segment.key !== key) return null
  }
  while (path[position]?.kind === 'items') position++
  return path.slice(position)
}

function startsWith(path: Path, keys: readonly string[]): boolean {
  const first = path.find(isField)
  return first !== undefined && keys.includes(first.key)
}

function keysAt(keys: AnsweredKeys | null, path: Path): AnsweredKeys | null {
  return path.filter(isField).reduce<AnsweredKeys | null>((at, { key }) => at?.get(key) ?? null, keys)
}

function touched(keys: AnsweredKeys | null, nested: readonly string[]): string[] {
  return nested.filter((key) => (keys?.get(key) ?? null) !== null).map((key) => `into ${key}`)
}

function isField(segment: PathSegment): segment is Extract<PathSegment, { kind: 'field' }> {
  return segment.kind === 'field'
}

/** A copy of an answered value with these keys that shares nothing with it in which something could be written. */
export function copyOf(answered: unknown, keys: AnsweredKeys): unknown {
  if (typeof answered !== 'object' || answered === null) return answered
  if (Array.isArray(answered)) return answered.map((item) => copyOf(item, keys))
  const copy: Data = {}
  for (const [key, below] of keys) {
    const value = valueOf(answered as Data, key)
    if (value !== undefined) setValue(copy, key, below === null ? value : copyOf(value, below))
  }
  return copy
}
