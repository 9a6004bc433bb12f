import { setValue, valueOf } from '../generation/names.ts'
import { lost, noList, noObject, noType, type Complete } from './completion.ts'
import { holds } from './conditions.ts'
import { addDenial, addInvalid, addLater, addMissing, place, type Projecting } from './faults.ts'
import { coerceLeaf, passesAs } from './leaves.ts'
import type { AbstractShape, LaterShape, LeafShape, ListShape, ObjectShape, Slot, ValueShape } from './shape.ts'

/** The projection of a shape as closures: for processes that may not generate code, and for operations that are not asked often. */
export function projectionClosures(root: ObjectShape): Complete {
  return createClosures()(root)
}

/** Makes closures of shapes, each shape once. */
export function createClosures(): (shape: ValueShape) => Complete {
  const made = new Map<ValueShape, Complete>()
  const make = (shape: ValueShape): Complete => {
    const known = made.get(shape)
    if (known !== undefined) return known
    const complete = completeOf(shape, make)
    made.set(shape, complete)
    return complete
  }
  return make
}

type Make = (shape: ValueShape) => Complete

function completeOf(shape: ValueShape, make: Make): Complete {
  switch (shape.kind) {
    case 'leaf':
      return leaf(shape)
    case 'list':
      return list(shape, make(shape.item))
    case 'object':
      return object(shape, make)
    case 'abstract':
      return abstract(shape, make)
    case 'given':
      return (value) => value ?? null
    case 'typename':
      return (_, run) => shape.type ?? addInvalid(run, noType('an interface'))
  }
}

function leaf({ type }: LeafShape): Complete {
  const passes = passesAs(type)
  return (value, run) => (passes(value) ? value : coerceLeaf(type, value, run))
}

function list({ nonNull, coordinate }: ListShape, completeItem: Complete): Complete {
  return (value, run) => {
    if (value === null || value === undefined) return null
    if (!Array.isArray(value)) return addInvalid(run, noList(coordinate))
    const items: unknown[] = []
    for (let i = 0; i < value.length; i++) {
      const before = run.count
      const item = completeItem(value[i], run)
      if (nonNull && item === null && run.count === before) addMissing(run, coordinate)
      if (run.count !== before) place(run, before, i)
      if (nonNull && item === null) return null
      items.push(item)
    }
    return items
  }
}

interface Completing {
  readonly slot: Slot
  readonly complete: Complete
}

function object(shape: ObjectShape, make: Make): Complete {
  let completing: readonly Completing[] | undefined
  const { later } = shape
  return (value, run) => {
    if (value === null || value === undefined) return null
    if (typeof value !== 'object' || Array.isArray(value)) return addInvalid(run, noObject(shape.type))
    completing ??= shape.slots().map((slot) => ({ slot, complete: make(slot.field.value) }))
    const answer: Record<string, unknown> = {}
    for (const { slot, complete } of completing) {
      const { field, when, again } = slot
      if (!holds(when, run.flags) || (again && Object.hasOwn(answer, field.key))) continue
      const before = run.count
      const completed = isAllowed(slot, run) ? complete(valueOf(value as Record<string, unknown>, field.dataKey), run) : addDenial(run)
      if (completed === null && field.nonNull) return lost(run, before, field)
      if (run.count !== before) place(run, before, field.key)
      setValue(answer, field.key, completed)
    }
    if (later !== undefined) addParts(later(), value, run)
    return answer
  }
}

function addParts(parts: readonly LaterShape[], object: object, run: Projecting): void {
  for (const part of parts) if (part.when.some((condition) => holds(condition, run.flags))) addLater(run, part, object)
}

function isAllowed({ field }: Slot, { flags }: Projecting): boolean {
  return field.allowed.some((condition) => holds(condition, flags))
}

function abstract(shape: AbstractShape, make: Make): Complete {
  const possible = new Set(shape.possible)
  return (value, run) => {
    if (value === null || value === undefined) return null
    const type = (value as { readonly __typename?: unknown }).__typename
    if (typeof type === 'string' && possible.has(type)) return make(shape.of(type))(value, run)
    if (shape.untold !== null && (type === undefined || (shape.goesByOwnName && type === shape.type))) return make(shape.untold)(value, run)
    return addInvalid(run, noType(shape.type))
  }
}
