import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import type { Draw } from './randomSelections.ts'

/** The same operation with some of its fragments, and fragments put around some of its selections, deferred: always, never, or as a variable of its own says. */
export function deferAtRandom(schema: GraphQLSchema, document: DocumentNode, draw: Draw): DocumentNode {
  const types = new TypeInfo(schema)
  const made: FragmentDefinitionNode[] = []
  let labels = 0
  const defer = (): DirectiveNode => deferNode(draw(3) === 0 ? undefined : `l${labels++}`, draw(4) === 0 ? draw(3) : 3)
  const wrapped = (selections: readonly SelectionNode[]): SelectionNode => {
    const selectionSet = { kind: Kind.SELECTION_SET, selections } as const
    const type = types.getParentType()?.name
    if (draw(2) === 0 || type === undefined) return { kind: Kind.INLINE_FRAGMENT, directives: [defer()], selectionSet }
    const name = { kind: Kind.NAME, value: `Made${made.length}` } as const
    made.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition: named(type), selectionSet })
    const spread = (): SelectionNode => ({ kind: Kind.FRAGMENT_SPREAD, name, directives: [defer()] })
    return draw(4) > 0 ? spread() : { kind: Kind.INLINE_FRAGMENT, selectionSet: { ...selectionSet, selections: [spread(), spread()] } }
  }
  const written = visit(
    document,
    visitWithTypeInfo(types, {
      InlineFragment: { leave: (node) => (draw(3) === 0 ? { ...node, directives: [...(node.directives ?? []), defer()] } : undefined) },
      SelectionSet: {
        leave(node): SelectionSetNode | undefined {
          if (draw(4) > 0) return undefined
          const from = draw(node.selections.length)
          const to = from + 1 + draw(node.selections.length - from)
          const inner = node.selections.slice(from, to)
          // Sometimes they stay where they are, too.
          const kept = draw(4) === 0 ? inner : []
          return { ...node, selections: [...node.selections.slice(0, from), ...kept, wrapped(inner), ...node.selections.slice(to)] }
        },
      },
    }),
  )
  return { ...written, definitions: [...written.definitions.map((node) => withFlag(node)), ...made] }
}

const named = (value: string) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }) as const

/** `choice` 0: if true; 1: if false; 2: if the variable says so; 3: always. */
function deferNode(label: string | undefined, choice: number): DirectiveNode {
  const given = (name: string, value: unknown) => ({ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value })
  const condition = choice === 2 ? { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'deferred' } } : { kind: Kind.BOOLEAN, value: choice === 0 }
  const values = [
    ...(label === undefined ? [] : [given('label', { kind: Kind.STRING, value: label })]),
    ...(choice === 3 ? [] : [given('if', condition)]),
  ]
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' }, arguments: values as ConstDirectiveNode['arguments'] & object }
}

function withFlag(node: DocumentNode['definitions'][number]): DocumentNode['definitions'][number] {
  if (node.kind !== Kind.OPERATION_DEFINITION) return node
  const flag = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'deferred' } },
    type: { kind: Kind.NON_NULL_TYPE, type: named('Boolean') },
  } as const
  return { ...node, variableDefinitions: [...(node.variableDefinitions ?? []), flag] }
}
