import {
  getNamedType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** A validated operation and what it was sent with. */
export interface CountedOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

const PAGE_ARGUMENTS = ['first', 'last']

/** How many nodes a page is taken to hold when neither the client nor the schema says. */
const USUAL_PAGE = 20

/**
 * How many nodes the operation asks for at most: a page counts as many as its `first` or `last` says, and everything below it as often. Depth and
 * tokens do not bound that, since pages inside pages multiply. Lists without such an argument are bounded by their own field and count once.
 * Linear in the document: a fragment is counted once, whoever spreads it.
 */
export function countNodes({ schema, document, operation, variables }: CountedOperation): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const counted = new Map<string, number>()
  // With the operation's own defaults. Variables that do not fit refuse the operation anyway, so that their count matters to nobody.
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced ?? variables

  const countFragment = (name: string): number => {
    const known = counted.get(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    if (fragment === undefined) return 0
    counted.set(name, 0)
    const count = countSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    counted.set(name, count)
    return count
  }

  const countSelections = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): number => {
    let nodes = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) nodes += countFragment(selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition
        nodes += countSelections(selection.selectionSet, condition === undefined ? parent : schema.getType(condition.name.value))
      } else nodes += countField(selection, parent)
    }
    return nodes
  }

  const countField = (node: FieldNode, parent: GraphQLNamedType | undefined): number => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    if (field === undefined || node.selectionSet === undefined) return 0
    const type = getNamedType(field.type)
    const below = isCompositeType(type) ? countSelections(node.selectionSet, type) : 0
    const size = pageSize(node, field, values)
    return size === null ? below : size * (1 + below)
  }

  return countSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}

/** How many nodes a page asks for; null for a field that is no page. */
function pageSize(node: FieldNode, field: GraphQLField<unknown, unknown>, variables: Readonly<Record<string, unknown>>): number | null {
  const known = field.args.filter(({ name }) => PAGE_ARGUMENTS.includes(name))
  if (known.length === 0) return null
  const given = node.arguments?.filter(({ name }) => PAGE_ARGUMENTS.includes(name.value)) ?? []
  const sizes = given.map(({ value }) => {
    if (value.kind === Kind.INT) return Number(value.value)
    return value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined
  })
  const said = sizes.find((size) => typeof size === 'number') ?? known.find(({ defaultValue }) => typeof defaultValue === 'number')?.defaultValue
  // What is out of the field's own bounds is refused by the field; it must not lower the count meanwhile.
  return typeof said === 'number' && said > 0 ? said : USUAL_PAGE
}
