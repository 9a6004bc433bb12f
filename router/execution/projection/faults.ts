import type { LaterShape } from './shape.ts'

/** Where something is in an answer: response keys and positions in lists. */
export type ResponsePath = readonly (string | number)[]

/** Something that kept a value out of the answer. */
export type Fault = (MissingValue | InvalidValue | Denial | LaterPart) & {
  /** Where, from the value up to the root; each level adds its key as it learns of the fault. */
  readonly reversed: (string | number)[]
}

interface MissingValue {
  readonly kind: 'missing'
  /** `Type.field` */
  readonly coordinate: string
}

interface InvalidValue {
  readonly kind: 'invalid'
  /** For the log: it may tell the value. */
  readonly reason: string
}

interface Denial {
  readonly kind: 'denied'
}

/** No fault, but found and placed like one: something of an object that is answered in a part of its own. */
interface LaterPart {
  readonly kind: 'later'
  readonly part: LaterShape
  readonly object: object
}

/** What goes along while an answer is written: the client's flags, and what was found wrong. */
export interface Projecting {
  readonly flags: readonly boolean[]
  /** All faults, those included that are no longer kept. Whoever sees it grow knows of a fault below. */
  count: number
  denied: number
  readonly faults: Fault[]
  /** Faults beyond these are counted, not kept: nobody is shown as many. */
  readonly most: number
}

/** As many are kept where nothing else is said. */
export const MOST_FAULTS = 1000

/** The beginning of an answer. */
export function startProjecting(flags: readonly boolean[], most: number = MOST_FAULTS): Projecting {
  return { flags, count: 0, denied: 0, faults: [], most }
}

/** A null where there must not be one. */
export function addMissing(run: Projecting, coordinate: string): null {
  return add(run, { kind: 'missing', coordinate, reversed: [] })
}

/** A value that is none of its type. */
export function addInvalid(run: Projecting, reason: string): null {
  return add(run, { kind: 'invalid', reason, reversed: [] })
}

/** A value that its asker may not have. */
export function addDenial(run: Projecting): null {
  run.denied += 1
  return add(run, { kind: 'denied', reversed: [] })
}

/** Something that is answered by itself. */
export function addLater(run: Projecting, part: LaterShape, object: object): void {
  add(run, { kind: 'later', part, object, reversed: [] })
}

/** Says of the faults from number `from` on that they are under a key. Answers the number of faults. */
export function place(run: Projecting, from: number, key: string | number): number {
  for (let i = from; i < run.faults.length; i++) run.faults[i]?.reversed.push(key)
  return run.count
}

/** The path of a fault, once every level has added its key. */
export function pathOf({ reversed }: Fault): ResponsePath {
  return reversed.toReversed()
}

function add(run: Projecting, fault: Fault): null {
  run.count += 1
  if (run.faults.length < run.most) run.faults.push(fault)
  return null
}
