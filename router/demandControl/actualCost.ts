import { Kind, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

import { fragmentsOf } from '../planning/rootFields.ts'
import { isLeftOut } from '../planning/withoutLeftOut.ts'
import { sum, told, type Cost, type Run } from './cost.ts'
import type { CostModel } from './costModel.ts'
import { inputCost } from './inputCost.ts'

type Data = Readonly<Record<string, unknown>>

const MUTATION = 10

/**
 * Works out how to count what an operation's answers cost: the weights of all that was answered, by the shape of the answer, each object as often as it is in it.
 * A response key counts once, however often it was selected.
 */
export function actualCost(model: CostModel, document: DocumentNode, definition: OperationDefinitionNode): (data: Data, variables: Data) => number {
  const fragments = fragmentsOf(document)
  const top = new Map<string, Draft>()
  collect({ model, fragments }, definition.selectionSet, { type: model.roots[definition.operation], into: top })
  const nodes = finish(top)
  const base = definition.operation === 'mutation' ? MUTATION : 0
  return (data, variables) => base + costOfObject(data, nodes, { variables, fault: null })
}

/** A response key, while its selections are read. */
interface Draft {
  weight: number
  inputs: Cost
  readonly below: Map<string, Draft>
}

/** A response key that may cost something. */
interface Counted {
  readonly key: string
  readonly weight: number
  readonly inputs: Cost
  readonly below: readonly Counted[]
}

interface Room {
  readonly model: CostModel
  readonly fragments: ReturnType<typeof fragmentsOf>
}

interface Place {
  readonly type: string
  readonly into: Map<string, Draft>
}

function collect(room: Room, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if (isLeftOut(selection.directives)) continue
    if (selection.kind === Kind.FIELD) collectField(room, selection, place)
    else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : room.fragments.get(selection.name.value)
      if (inner !== undefined) collect(room, inner.selectionSet, { type: inner.typeCondition?.name.value ?? place.type, into: place.into })
    }
  }
}

function collectField(room: Room, node: FieldNode, { type, into }: Place): void {
  const field = room.model.types.get(type)?.fields.get(node.name.value)
  if (field === undefined) return
  const key = node.alias?.value ?? node.name.value
  const draft = into.get(key) ?? { weight: 0, inputs: inputCost(room.model, field, node), below: new Map<string, Draft>() }
  // Types that exclude each other may share a key; the answer does not say which of them it was.
  draft.weight = Math.max(draft.weight, field.weight)
  into.set(key, draft)
  if (node.selectionSet !== undefined) collect(room, node.selectionSet, { type: field.type, into: draft.below })
}

/** Leaves that cost nothing are not looked at in any answer. */
const finish = (drafts: ReadonlyMap<string, Draft>): Counted[] =>
  [...drafts]
    .map(([key, { weight, inputs, below }]) => ({ key, weight, inputs: sum([inputs]), below: finish(below) }))
    .filter(({ weight, inputs, below }) => weight !== 0 || inputs !== 0 || below.length > 0)

function costOfObject(object: Data, nodes: readonly Counted[], run: Run): number {
  let cost = 0
  for (const node of nodes) {
    // Clients name keys as they like: what every object inherits was not answered.
    if (!Object.hasOwn(object, node.key)) continue
    const value = object[node.key]
    if (value !== undefined) cost += told(node.inputs, run) + costOfValue(value, node, run)
  }
  return cost
}

function costOfValue(value: unknown, node: Counted, run: Run): number {
  if (value === null || value === undefined) return 0
  if (Array.isArray(value)) {
    let cost = 0
    for (const item of value) cost += costOfValue(item, node, run)
    return cost
  }
  return node.weight + (node.below.length === 0 ? 0 : costOfObject(value as Data, node.below, run))
}
