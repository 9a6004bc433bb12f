import type { Path, PathSegment } from '../../planning/plan.ts'
import { valueOf } from '../generation/names.ts'
import type { Data } from './represent.ts'

/** Hands every object under a path to a visitor. */
export type Walk = (data: Data, visit: (object: Data) => void) => void

/** Makes a path a function. Lists are walked through wherever they are, lists of lists too: where the path says so is where they may be. */
export function compileWalk(path: Path): Walk {
  return path.reduceRight<Walk>(
    (rest, segment) => compileSegment(segment, rest),
    (object, visit) => visit(object),
  )
}

function compileSegment(segment: PathSegment, rest: Walk): Walk {
  switch (segment.kind) {
    case 'field':
      return (object, visit) => eachObject(valueOf(object, segment.key), (below) => rest(below, visit))
    case 'types': {
      const types = new Set(segment.names)
      return (object, visit) => {
        if (isOneOf(types, object)) rest(object, visit)
      }
    }
    case 'items':
      return rest
  }
}

/** Whether an object is of one of these types. One that does not tell is: where types could differ, they were asked for. */
export function isOneOf(types: ReadonlySet<unknown>, object: Data): boolean {
  const type = object['__typename']
  return type === undefined || types.has(type)
}

function eachObject(value: unknown, visit: (object: Data) => void): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, visit)
  else if (typeof value === 'object' && value !== null) visit(value as Data)
}
