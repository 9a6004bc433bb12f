import { Kind, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql'

import { fragmentsOf } from '../planning/rootFields.ts'
import { isLeftOut } from '../planning/withoutLeftOut.ts'
import { sum, times, told, variableOf, type Cost, type Run } from './cost.ts'
import type { CostModel, FieldCosts } from './costModel.ts'
import { inputCost } from './inputCost.ts'
import { countOf, expectedSize, type Size } from './listSize.ts'

/** What a request is expected to cost, in points; or why that cannot be told. */
export interface Estimate {
  readonly cost: number
  readonly fault: string | null
}

/** An operation, valid, whose fragments written out are bounded. */
export interface ToEstimate {
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  /** How many items a list is taken to have where nothing says. */
  readonly listSize: number
  /** Whether it was written by a router for a subgraph: then what it requires is in it, and `_entities` is as long as its representations. */
  readonly isForSubgraph?: boolean
}

const MUTATION = 10

/**
 * Works out what an operation costs, for all of its requests: the weights of all that it selects, each as often as the lists above it are expected to be long
 * (IBM's cost specification, https://ibm.github.io/graphql-specs/cost-spec.html, as Apollo's `@cost` and `@listSize` have it). It is an upper bound: a
 * field that is selected twice counts twice, and fragments on types that exclude each other count together.
 */
export function estimateCost(model: CostModel, operation: ToEstimate): (variables: Readonly<Record<string, unknown>>) => Estimate {
  const { document, definition, listSize, isForSubgraph = false } = operation
  const room: Room = { model, fragments: fragmentsOf(document), listSize, isForSubgraph }
  const selected = costOfSelections(room, definition.selectionSet, { type: model.roots[definition.operation], sized: null })
  const cost = definition.operation === 'mutation' ? sum([MUTATION, selected]) : selected
  if (typeof cost === 'number') {
    const estimate = { cost, fault: null }
    return () => estimate
  }
  return (variables) => {
    const run: Run = { variables, fault: null }
    return { cost: told(cost, run), fault: run.fault }
  }
}

interface Room extends Required<Pick<ToEstimate, 'listSize' | 'isForSubgraph'>> {
  readonly model: CostModel
  readonly fragments: ReturnType<typeof fragmentsOf>
}

/** Where a selection stands: in what type, and which of its fields the field above says the size of. */
interface Place {
  readonly type: string
  readonly sized: { readonly names: ReadonlySet<string>; readonly size: Size } | null
}

const costOfSelections = (room: Room, { selections }: SelectionSetNode, place: Place): Cost =>
  sum(selections.map((selection) => costOfSelection(room, selection, place)))

function costOfSelection(room: Room, selection: SelectionNode, place: Place): Cost {
  if (isLeftOut(selection.directives)) return 0
  if (selection.kind === Kind.FIELD) return costOfField(room, selection, place)
  const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : room.fragments.get(selection.name.value)
  if (inner === undefined) return 0
  return costOfSelections(room, inner.selectionSet, { type: inner.typeCondition?.name.value ?? place.type, sized: place.sized })
}

function costOfField(room: Room, node: FieldNode, { type, sized }: Place): Cost {
  const name = node.name.value
  if (room.isForSubgraph && name === '_entities') return costOfEntities(room, node)
  const field = room.model.types.get(type)?.fields.get(name)
  // Introspection, which other rules bound.
  if (field === undefined) return 0
  const own = field.listSize === null ? null : expectedSize(field.listSize, field, node)
  const below = { type: field.type, sized: field.listSize === null ? null : { names: field.listSize.sized, size: own } }
  const selected = node.selectionSet === undefined ? 0 : costOfSelections(room, node.selectionSet, below)
  const upstream = sized?.names.has(name) === true ? sized.size : null
  const count = field.isList ? countOf([upstream, own], room.listSize) : 1
  // What needs exactly one slicing argument needs it also where its size is of no account.
  const check: Cost = typeof own === 'function' && field.listSize?.needsOne === true ? (run) => (own(run), 0) : 0
  return sum([times(count, sum([field.weight, selected])), inputCost(room.model, field, node), costOfRequired(room, field, { type, sized }), check])
}

/** What a field requires may be selected by nobody else. */
function costOfRequired(room: Room, { requires }: FieldCosts, place: Place): Cost {
  return requires === null || room.isForSubgraph ? 0 : costOfSelections(room, requires, place)
}

function costOfEntities(room: Room, node: FieldNode): Cost {
  const value = node.arguments?.find((argument) => argument.name.value === 'representations')?.value
  const selected = node.selectionSet === undefined ? 0 : costOfSelections(room, node.selectionSet, { type: '_Entity', sized: null })
  const each = sum([1, selected])
  if (value?.kind !== Kind.VARIABLE) return times(room.listSize, each)
  return times((run) => lengthOf(variableOf(run, value.name.value)), each)
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)
