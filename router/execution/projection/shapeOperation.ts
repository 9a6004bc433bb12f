import {
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

import { ALWAYS, commonOf, covers, without, type Condition } from './conditions.ts'
import { contributionsOf, type ConditionalSet, type Contribution, type DeferredSet, type Selections } from './contributions.ts'
import type { AbstractShape, FieldShape, LaterShape, ObjectShape, Slot, ValueShape } from './shape.ts'

/** What an operation's shape is made of. */
export interface ShapeParts extends Selections {
  readonly operation: OperationDefinitionNode
  /** Interfaces that some subgraph knows as an object only: their objects may go by their names. */
  readonly interfaceObjects: ReadonlySet<string>
}

interface Shaping extends ShapeParts {
  /** Shapes by their type and what is selected of them: what is selected alike in two places is one shape. */
  readonly known: Map<string, ObjectShape>
  readonly ids: Map<SelectionSetNode, number>
}

/** The shape of an operation that fits the schema. */
export function shapeOperation(parts: ShapeParts): ObjectShape {
  const shaping: Shaping = { ...parts, known: new Map(), ids: new Map() }
  const root = parts.schema.getRootType(parts.operation.operation)
  if (root === undefined || root === null) throw new TypeError(`The schema has no ${parts.operation.operation}`)
  return objectShape(shaping, root, [{ set: parts.operation.selectionSet, when: ALWAYS, denied: false, elsewhere: false }])
}

function objectShape(shaping: Shaping, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): ObjectShape {
  const name = `${type.name} ${sets.map((set) => nameOfSet(shaping, set)).join(' ')}`
  const known = shaping.known.get(name)
  if (known !== undefined) return known
  let slots: readonly Slot[] | undefined
  const own = { kind: 'object', type: type.name, slots: () => (slots ??= slotsOf(shaping, type, sets)) } as const
  let later: readonly LaterShape[] | undefined
  const shape: ObjectShape = shaping.partLabel === undefined ? own : { ...own, later: () => (later ??= laterOf(shaping, type, sets)) }
  shaping.known.set(name, shape)
  return shape
}

/** A part knows what the viewer may have of the object besides: what is denied in it alone is no null of the object. */
function laterOf(shaping: Shaping, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): LaterShape[] {
  const deferred: DeferredSet[] = []
  contributionsOf({ ...shaping, defer: (set) => void deferred.push(set) }, type, sets)
  const besides = shaping.denied.size === 0 ? [] : sets.map((set) => ({ ...set, elsewhere: true }))
  return [...Map.groupBy(deferred, ({ label }) => label)].map(([label, own]) => ({
    label,
    when: own.map(({ when }) => when),
    shape: (isAbstractType(type) ? abstractShape : objectShape)(shaping, type, [...own, ...besides]),
  }))
}

function nameOfSet({ ids }: Shaping, { set, when, denied, elsewhere }: ConditionalSet): string {
  const id = ids.get(set) ?? ids.size
  ids.set(set, id)
  return `${id}${denied ? '!' : ''}${elsewhere ? '~' : ''}${when.map(({ flag, is }) => `${is ? '+' : '-'}${flag}`).join('')}`
}

function slotsOf(shaping: Shaping, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Slot[] {
  const contributions = contributionsOf(shaping, type, sets)
  const byKey = Map.groupBy(contributions, ({ key }) => key)
  const fields = new Map([...byKey].map(([key, own]) => [key, fieldShape(shaping, type, own)]))
  const stands = new Map<string, Condition[]>()
  return contributions.flatMap(({ key, when, elsewhere }): Slot[] => {
    const field = elsewhere ? undefined : fields.get(key)
    const earlier = stands.get(key)
    if (field === undefined || earlier?.some((before) => covers(before, when)) === true) return []
    stands.set(key, [...(earlier ?? []), when])
    return [{ field, when, again: earlier !== undefined }]
  })
}

function fieldShape(shaping: Shaping, type: GraphQLCompositeType, own: readonly Contribution[]): FieldShape {
  const [first] = own
  const name = first?.node.name.value ?? ''
  const allowed = name === '__typename' ? [ALWAYS] : allowedOf(own)
  const key = first?.key ?? ''
  const dataKey = first === undefined || name.startsWith('__') ? key : shaping.keyInData(first.node)
  const common = { key, dataKey, coordinate: `${type.name}.${name}`, allowed }
  if (name === '__typename') return { ...common, nonNull: true, value: { kind: 'typename', type: isObjectType(type) ? type.name : null } }
  if (name === '__schema' || name === '__type') return { ...common, nonNull: name === '__schema', value: { kind: 'given' } }
  const field = isUnionType(type) ? undefined : type.getFields()[name]
  if (field === undefined) throw new TypeError(`${common.coordinate} is not in the schema`)
  const known = commonOf(own.map(({ when }) => when))
  const sets = own.flatMap(({ node, when, denied, elsewhere }) =>
    node.selectionSet === undefined ? [] : [{ set: node.selectionSet, when: without(when, known), denied, elsewhere }],
  )
  return { ...common, nonNull: isNonNullType(field.type), value: valueShape(shaping, field.type, { sets, coordinate: common.coordinate }) }
}

/** Conditions under which somebody may have the field; just one where they hold whenever the field is asked for at all. */
function allowedOf(own: readonly Contribution[]): readonly Condition[] {
  if (!own.some(({ denied }) => denied)) return [ALWAYS]
  const allowed = own.filter(({ denied }) => !denied).map(({ when }) => when)
  return own.every(({ when }) => allowed.some((condition) => covers(condition, when))) ? [ALWAYS] : allowed
}

interface Selected {
  readonly sets: readonly ConditionalSet[]
  readonly coordinate: string
}

function valueShape(shaping: Shaping, type: GraphQLOutputType, selected: Selected): ValueShape {
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const { ofType } = nullable
    return { kind: 'list', item: valueShape(shaping, ofType, selected), nonNull: isNonNullType(ofType), coordinate: selected.coordinate }
  }
  if (isLeafType(nullable)) return { kind: 'leaf', type: nullable }
  if (isObjectType(nullable)) return objectShape(shaping, nullable, selected.sets)
  if (isAbstractType(nullable)) return abstractShape(shaping, nullable, selected.sets)
  throw new TypeError(`${selected.coordinate} answers with something unknown`)
}

function abstractShape(shaping: Shaping, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): AbstractShape {
  const possible = new Map(isAbstractType(type) ? shaping.schema.getPossibleTypes(type).map((member) => [member.name, member]) : [])
  return {
    kind: 'abstract',
    type: type.name,
    possible: [...possible.keys()],
    of: (name) => objectShape(shaping, possible.get(name) ?? type, sets),
    untold: isInterfaceType(type) ? objectShape(shaping, type, sets) : null,
    goesByOwnName: shaping.interfaceObjects.has(type.name),
  }
}
