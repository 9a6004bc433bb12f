import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import type { Judge } from './judge.ts'
import { needsOf, type Needs } from './needs.ts'
import { allOf, type Requirement } from './requirement.ts'
import { selectsDirectly } from './selectsDirectly.ts'

/** One operation of a document and what each of its selections asks of a viewer. It belongs to no viewer and may be remembered for all. */
export interface OperationAnalysis {
  readonly definition: OperationDefinitionNode
  /** The document's fragments by name, those of other operations too. */
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Fields, inline fragments and spreads of the operation and the fragments it reaches that ask for something. */
  readonly requirements: ReadonlyMap<SelectionNode, Requirement>
  /** All that the rights could be asked for. */
  readonly needs: Needs
}

/**
 * Finds what each selection asks. A selection stands under exactly one type, that of its field or its fragment's condition, so it asks the same
 * wherever its fragment is spread. The operation must be valid and within the limits.
 * @throws Error where the document has no such operation or it does not fit the schema: it was not validated.
 */
export function analyseOperation(
  { schema, judge }: { readonly schema: GraphQLSchema; readonly judge: Judge },
  document: DocumentNode,
  operationName: string | undefined,
): OperationAnalysis {
  const { definition, fragments } = pick(document, operationName)
  const root = schema.getRootType(definition.operation)
  if (root === undefined || root === null) throw new Error(`The schema has no root for a ${definition.operation}: the operation was not validated`)
  const requirements = new Map<SelectionNode, Requirement>()
  const pending = new Set<string>()
  const walk = createWalk({ schema, judge, fragments, requirements, reach: (name) => pending.add(name) })
  walk(definition.selectionSet, root, true)
  for (const name of pending) {
    const fragment = fragments.get(name)
    if (fragment !== undefined) walk(fragment.selectionSet, compositeType(schema, fragment.typeCondition.name.value), false)
  }
  return { definition, fragments, requirements, needs: needsOf(requirements.values()) }
}

function pick(document: DocumentNode, name: string | undefined): Pick<OperationAnalysis, 'definition' | 'fragments'> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let definition: OperationDefinitionNode | undefined
  for (const one of document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one)
    if (one.kind === Kind.OPERATION_DEFINITION && (name === undefined || one.name?.value === name)) definition ??= one
  }
  if (definition === undefined) throw new Error(`The document has no operation ${name ?? ''}: it was not validated`)
  return { definition, fragments }
}

interface WalkParts {
  readonly schema: GraphQLSchema
  readonly judge: Judge
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly requirements: Map<SelectionNode, Requirement>
  readonly reach: (fragment: string) => void
}

/** `atRoot`: the selections are the operation's own fields, which no field led to that could have been asked about the root type. */
type Walk = (set: SelectionSetNode, parent: GraphQLCompositeType, atRoot: boolean) => void

function createWalk({ schema, judge, fragments, requirements, reach }: WalkParts): Walk {
  const ask = (node: SelectionNode, requirement: Requirement | undefined): void => {
    if (requirement !== undefined) requirements.set(node, requirement)
  }
  const walkField = (node: FieldNode, parent: GraphQLCompositeType, atRoot: boolean): void => {
    const name = node.name.value
    if (name.startsWith('__')) return
    const asked = judge.field(parent, name)
    const type = typeOf(parent, name)
    const set = node.selectionSet
    const direct = set !== undefined && isInterfaceType(type) && selectsDirectly(set, type.name, fragments)
    ask(node, allOf([asked, atRoot ? judge.type(parent.name) : undefined, direct ? judge.implementers(type) : undefined]))
    if (set !== undefined && isCompositeType(type)) walk(set, type, false)
  }
  const walk: Walk = (set, parent, atRoot) => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) walkField(node, parent, atRoot)
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition?.name.value
        if (condition === undefined) walk(node.selectionSet, parent, atRoot)
        else {
          ask(node, judge.type(condition))
          walk(node.selectionSet, compositeType(schema, condition), false)
        }
      } else {
        const condition = fragments.get(node.name.value)?.typeCondition.name.value
        if (condition !== undefined) ask(node, judge.type(condition))
        reach(node.name.value)
      }
    }
  }
  return walk
}

function typeOf(parent: GraphQLCompositeType, field: string): GraphQLNamedType | undefined {
  const type = 'getFields' in parent ? parent.getFields()[field]?.type : undefined
  return type === undefined ? undefined : getNamedType(type)
}

function compositeType(schema: GraphQLSchema, name: string): GraphQLCompositeType {
  const type = schema.getType(name)
  if (type === undefined || !isCompositeType(type)) throw new Error(`The schema has no type ${name} with fields: the operation was not validated`)
  return type
}
