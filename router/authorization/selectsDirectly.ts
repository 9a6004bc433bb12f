import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/**
 * Whether a selection asks an interface itself for a field, however that is written: directly, in a fragment without a condition, or in one on
 * that same interface. `__typename` and fragments on other types do not count: each of them is judged by itself.
 */
export function selectsDirectly(set: SelectionSetNode, interfaceName: string, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  const seen = new Set<string>()
  const isDirect = ({ selections }: SelectionSetNode): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.FIELD) return node.name.value !== '__typename'
      if (node.kind === Kind.INLINE_FRAGMENT)
        return (node.typeCondition?.name.value ?? interfaceName) === interfaceName && isDirect(node.selectionSet)
      const fragment = fragments.get(node.name.value)
      if (fragment?.typeCondition.name.value !== interfaceName || seen.has(node.name.value)) return false
      seen.add(node.name.value)
      return isDirect(fragment.selectionSet)
    })
  return isDirect(set)
}
