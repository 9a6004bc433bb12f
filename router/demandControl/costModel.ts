import {
  Kind,
  type ConstDirectiveNode,
  type ConstValueNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql'

import { parseFieldSet, textArguments } from '../planning/fieldSets.ts'
import { directiveName, type Link } from '../supergraph/links.ts'
import { namedType } from '../supergraph/namedType.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { rootTypesOf, type RootTypes } from '../supergraph/rootTypes.ts'

/** What a supergraph says of costs, field by field. Weights are points; `@cost` of a field or argument goes before `@cost` of its type. */
export interface CostModel {
  readonly roots: RootTypes
  readonly types: ReadonlyMap<string, TypeCosts>
}

/** A type that has fields; those of an input object are what a client sends. */
export interface TypeCosts {
  readonly fields: ReadonlyMap<string, FieldCosts>
  readonly inputs: ReadonlyMap<string, InputCosts>
}

/** A field of an object or interface. */
export interface FieldCosts {
  /** The name of its type, without lists. */
  readonly type: string
  readonly isList: boolean
  /** Points of one item: 1 for what has fields and 0 for what has none, unless `@cost` says. */
  readonly weight: number
  readonly listSize: ListSize | null
  readonly inputs: ReadonlyMap<string, InputCosts>
  /** What it needs of its own object before it can be asked for: `@requires`. */
  readonly requires: SelectionSetNode | null
}

/** An argument, or a field of an input object. */
export interface InputCosts {
  readonly type: string
  /** Undefined where `@cost` says nothing: then an input object costs 1 and all else 0. */
  readonly weight: number | undefined
  /** What holds where nothing is given, if that is a whole number. */
  readonly usual: number | undefined
}

/** `@listSize` of a field. */
export interface ListSize {
  readonly assumed: number | null
  /** Paths of arguments that say how many are asked for; the largest wins. */
  readonly slicing: readonly (readonly string[])[]
  /** Fields of what is answered that are of that size, instead of the field itself. */
  readonly sized: ReadonlySet<string>
  readonly needsOne: boolean
}

/** Reads `@cost` and `@listSize` (https://specs.apollo.dev/cost/v0.1), whatever they are called in this supergraph. */
export function readCostModel({ document, links }: Supergraph): CostModel {
  const linked = (specification: string): Link | undefined => links.find(({ identity }) => identity === `https://specs.apollo.dev/${specification}`)
  const names: Names = {
    cost: directiveName(linked('cost'), 'cost'),
    listSize: directiveName(linked('cost'), 'cost', 'listSize'),
    field: directiveName(linked('join'), 'join', 'field'),
  }
  const definitions = document.definitions.filter((node): node is TypeDefinitionNode => 'name' in node && node.kind.endsWith('TypeDefinition'))
  const own = new Map(definitions.map((node) => [node.name.value, ownOf(node, names)]))
  const read = { names, own }
  return {
    roots: rootTypesOf(document),
    types: new Map(definitions.filter((node) => 'fields' in node).map((node) => [node.name.value, typeCosts(node, read)])),
  }
}

interface Names {
  readonly cost: string
  readonly listSize: string
  readonly field: string
}

interface Read {
  readonly names: Names
  /** Of each type. */
  readonly own: ReadonlyMap<string, { readonly weight: number | undefined; readonly isComposite: boolean }>
}

const COMPOSITE: ReadonlySet<string> = new Set([Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION])

const ownOf = (node: TypeDefinitionNode, { cost }: Names) => ({ weight: weightIn(node.directives, cost), isComposite: COMPOSITE.has(node.kind) })

function typeCosts(node: TypeDefinitionNode, read: Read): TypeCosts {
  const isInput = node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
  const hasFields = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
  return {
    fields: new Map(hasFields ? node.fields?.map((field) => [field.name.value, fieldCosts(field, read)]) : []),
    inputs: inputsOf(isInput ? node.fields : [], read),
  }
}

function fieldCosts({ type: node, directives, arguments: given }: FieldDefinitionNode, read: Read): FieldCosts {
  const type = namedType(node)
  const own = read.own.get(type)
  const weight = weightIn(directives, read.names.cost) ?? own?.weight ?? (own?.isComposite === true ? 1 : 0)
  const listSize = directives?.find(({ name }) => name.value === read.names.listSize)
  const [requires] = textArguments(directives, read.names.field, 'requires')
  return {
    type,
    isList: isList(node),
    weight,
    listSize: listSize === undefined ? null : listSizeOf(listSize),
    inputs: inputsOf(given, read),
    requires: requires === undefined ? null : parseFieldSet(requires),
  }
}

const inputsOf = (nodes: readonly InputValueDefinitionNode[] | undefined, read: Read): ReadonlyMap<string, InputCosts> =>
  new Map(
    nodes?.map(({ name, type: node, directives, defaultValue }) => {
      const type = namedType(node)
      return [name.value, { type, weight: weightIn(directives, read.names.cost) ?? read.own.get(type)?.weight, usual: wholeOf(defaultValue) }]
    }),
  )

function listSizeOf(directive: ConstDirectiveNode): ListSize {
  const needsOne = argumentOf(directive, 'requireOneSlicingArgument')
  return {
    assumed: wholeOf(argumentOf(directive, 'assumedSize')) ?? null,
    slicing: textsOf(argumentOf(directive, 'slicingArguments')).map((path) => path.split('.')),
    sized: new Set(textsOf(argumentOf(directive, 'sizedFields'))),
    needsOne: needsOne?.kind === Kind.BOOLEAN ? needsOne.value : true,
  }
}

const weightIn = (directives: readonly ConstDirectiveNode[] | undefined, cost: string): number | undefined =>
  wholeOf(
    argumentOf(
      directives?.find(({ name }) => name.value === cost),
      'weight',
    ),
  )

const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined =>
  directive?.arguments?.find((argument) => argument.name.value === name)?.value

const wholeOf = (value: ConstValueNode | undefined): number | undefined => (value?.kind === Kind.INT ? Number(value.value) : undefined)

function textsOf(value: ConstValueNode | undefined): string[] {
  const values = value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value]
  return values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []))
}

function isList(node: TypeNode): boolean {
  return node.kind !== Kind.NAMED_TYPE && (node.kind === Kind.LIST_TYPE || isList(node.type))
}
