import { isAbstractType, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

const remembered = new WeakMap<FieldNode, Map<string, readonly string[]>>()

/** The fields that an operation asks of objects of one type below the field that is being resolved; `__typename` is not among them. `@skip` and `@include` are taken as if nothing were skipped. */
export function selectedFields(info: GraphQLResolveInfo, type: GraphQLObjectType): readonly string[] {
  const [node, ...others] = info.fieldNodes
  if (node === undefined || others.length > 0) return collect(info, type)
  const known = remembered.get(node)?.get(type.name)
  if (known !== undefined) return known
  const fields = collect(info, type)
  const ofNode = remembered.get(node) ?? new Map<string, readonly string[]>()
  remembered.set(node, ofNode.set(type.name, fields))
  return fields
}

function collect(info: GraphQLResolveInfo, type: GraphQLObjectType): readonly string[] {
  const fields = new Set<string>()
  const visited = new Set<string>()
  const visit = (selections: SelectionSetNode | undefined): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === 'Field') fields.add(selection.name.value)
      else if (selection.kind === 'InlineFragment') {
        if (fits(info, type, selection.typeCondition?.name.value)) visit(selection.selectionSet)
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value)
        const fragment = info.fragments[selection.name.value]
        if (fits(info, type, fragment?.typeCondition.name.value)) visit(fragment?.selectionSet)
      }
    }
  }
  for (const { selectionSet } of info.fieldNodes) visit(selectionSet)
  fields.delete('__typename')
  return [...fields]
}

function fits({ schema }: GraphQLResolveInfo, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true
  const named = schema.getType(condition)
  return isAbstractType(named) && schema.isSubType(named, type)
}
