import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isObjectType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** Compiled code repeats what lies below an interface or a union for each possible type; more fields than this are left to Apollo. */
export const MAX_COMPILED_FIELDS = 4000

/** Whether graphql-jit compiles the document in bounded time and space. It follows input types that hold themselves without end, and expands abstract types without a limit. */
export function isCompilable(document: DocumentNode, schema: GraphQLSchema): boolean {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const [operation, ...others] = operations
  // It notes the conditions of fields on the document itself, where those of a second operation would join them.
  if (operation === undefined || others.length > 0) return false
  return !hasRecursiveVariable(operation, schema) && countFields(document, operation, schema) <= MAX_COMPILED_FIELDS
}

function hasRecursiveVariable({ variableDefinitions = [] }: OperationDefinitionNode, schema: GraphQLSchema): boolean {
  return variableDefinitions.some((definition) => {
    const type = typeFromAST(schema, definition.type as never)
    const named = type === undefined ? undefined : getNamedType(type)
    return isInputObjectType(named) && holdsItself(named, [])
  })
}

function holdsItself(type: GraphQLInputObjectType, above: readonly GraphQLInputObjectType[]): boolean {
  if (above.includes(type)) return true
  const below = Object.values(type.getFields()).map((field) => getNamedType(field.type))
  return below.some((inner) => isInputObjectType(inner) && holdsItself(inner, [...above, type]))
}

function countFields(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode, schema: GraphQLSchema): number {
  const fragments = new Map(
    document.definitions.flatMap((node): [string, FragmentDefinitionNode][] =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  let count = 0
  const visit = (selections: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const object of isAbstractType(type) ? schema.getPossibleTypes(type) : [type]) {
      for (const selection of selections.selections) {
        if (count > MAX_COMPILED_FIELDS) return
        count += 1
        if (selection.kind === Kind.FIELD) {
          const field = isObjectType(object) ? object.getFields()[selection.name.value] : undefined
          const below = field === undefined ? undefined : getNamedType(field.type)
          if (selection.selectionSet !== undefined && isCompositeType(below)) visit(selection.selectionSet, below)
          continue
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        if (fragment !== undefined && mayApply(schema, object, fragment.typeCondition?.name.value)) visit(fragment.selectionSet, object)
      }
    }
  }
  const root = schema.getRootType(operation)
  if (root !== undefined && root !== null) visit(selectionSet, root)
  return count
}

function mayApply(schema: GraphQLSchema, object: GraphQLCompositeType, condition: string | undefined): boolean {
  if (condition === undefined || condition === object.name) return true
  const named = schema.getType(condition)
  return isAbstractType(named) && isObjectType(object) && schema.isSubType(named, object)
}
