import { objectAt } from '../execution/errors/places.ts'
import type { Data } from '../execution/plan/represent.ts'
import type { ProjectionParts } from '../execution/projection/compileProjection.ts'
import { flagsOf } from '../execution/projection/conditions.ts'
import { pathOf, startProjecting, type Fault, type ResponsePath } from '../execution/projection/faults.ts'
import { createClosures } from '../execution/projection/projectionClosures.ts'
import type { LaterShape } from '../execution/projection/shape.ts'
import { shapeOperation } from '../execution/projection/shapeOperation.ts'
import { fragmentsOf } from '../planning/rootFields.ts'
import { partLabel } from './deferVariants.ts'

/** A part that the client has still to be given: what a deferred fragment says about one object of the answer. */
export interface WaitingPart {
  /** Of the settled operation (`createDeferVariants`). */
  readonly label: string
  readonly path: ResponsePath
  readonly shape: LaterShape['shape']
  /** As far as it is gathered. */
  readonly object: Data
}

/** A part as the client is given it. */
export interface CutPart {
  readonly data: Data | null
  /** Their paths begin where the part does. */
  readonly faults: readonly Fault[]
  /** How many values were kept back. */
  readonly denied: number
  /** Parts of objects of this one. An object that became null has none. */
  readonly waiting: readonly WaitingPart[]
}

type Variables = Readonly<Record<string, unknown>>

/** Cuts the parts of an operation's answer out of what was gathered. */
export interface CutParts {
  /** What was not deferred. */
  first(data: Data, variables: Variables): CutPart
  next(part: WaitingPart, variables: Variables): CutPart
}

interface Cutting {
  readonly object: Data
  readonly path: ResponsePath
  readonly flags: readonly boolean[]
}

/** Compiles the cutting of a settled operation. It is the projection of `compileProjection`, which stops at deferred fragments and remembers where. */
export function compileCuts(parts: ProjectionParts): CutParts {
  const { schema, document, operation, denied = new Set(), interfaceObjects = new Set() } = parts
  const { keyInData = (node) => (node.alias ?? node.name).value } = parts
  const names = flagsOf(document)
  const whole = shapeOperation({
    schema,
    operation,
    fragments: fragmentsOf(document),
    denied,
    interfaceObjects,
    keyInData,
    flags: names,
    partLabel,
  })
  const completing = createClosures()
  const flagsIn = (variables: Variables): boolean[] => names.map((name) => Object.hasOwn(variables, name) && variables[name] === true)
  const cut = (shape: LaterShape['shape'], { object, path, flags }: Cutting): CutPart => {
    const run = startProjecting(flags, Infinity)
    const data = completing(shape)(object, run) as Data | null
    return { data, denied: run.denied, ...sorted(run.faults, data, path) }
  }
  return {
    first: (object, variables) => cut(whole, { object, path: [], flags: flagsIn(variables) }),
    next: ({ shape, object, path }, variables) => cut(shape, { object, path, flags: flagsIn(variables) }),
  }
}

function sorted(all: readonly Fault[], data: Data | null, at: ResponsePath): Pick<CutPart, 'faults' | 'waiting'> {
  const faults: Fault[] = []
  const waiting: WaitingPart[] = []
  for (const fault of all) {
    if (fault.kind !== 'later') faults.push(fault)
    else {
      const path = pathOf(fault)
      const isThere = data !== null && objectAt(data, path) !== null
      if (isThere) waiting.push({ ...fault.part, path: [...at, ...path], object: fault.object as Data })
    }
  }
  return { faults, waiting }
}
