import {
  getNamedType,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql'

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * The operation with `__typename` asked for wherever objects of several types may come: without it nobody could tell which of the client's
 * selections count there, nor whether the type is one that clients may see. Planners leave it out where the client does.
 */
export function askTypeNames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema)
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const { selectionSet } = node
        const type = types.getType()
        if (selectionSet === undefined || type == null || !isAbstractType(getNamedType(type)) || selectionSet.selections.some(isTypeName)) return
        return { ...node, selectionSet: { ...selectionSet, selections: [TYPE_NAME, ...selectionSet.selections] } }
      },
    }),
  )
}

function isTypeName(node: {
  readonly kind: Kind
  readonly name?: { readonly value: string } | undefined
  readonly alias?: unknown
  readonly directives?: readonly unknown[] | undefined
}): boolean {
  return node.kind === Kind.FIELD && node.name?.value === '__typename' && node.alias === undefined && (node.directives ?? []).length === 0
}
