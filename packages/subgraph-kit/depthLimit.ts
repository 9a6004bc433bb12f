import { type ASTVisitor, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

/** Refuses documents that nest selections deeper than `limit`. Cycles of fragments are another rule's business and are not followed. */
export function depthLimit(limit: number): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition(operation) {
      const measured = new Map<string, number>()
      const depthOf = (selections: SelectionSetNode | undefined): number =>
        Math.max(
          0,
          ...(selections?.selections ?? []).map((selection) => {
            if (selection.kind === 'Field') return 1 + depthOf(selection.selectionSet)
            if (selection.kind === 'InlineFragment') return depthOf(selection.selectionSet)
            return depthOfFragment(context.getFragment(selection.name.value))
          }),
        )
      const depthOfFragment = (fragment: FragmentDefinitionNode | null | undefined): number => {
        if (fragment === null || fragment === undefined) return 0
        const known = measured.get(fragment.name.value)
        if (known !== undefined) return known
        measured.set(fragment.name.value, 0)
        const depth = depthOf(fragment.selectionSet)
        measured.set(fragment.name.value, depth)
        return depth
      }
      if (depthOf(operation.selectionSet) > limit) context.reportError(codedError('MAX_DEPTH_LIMIT', `Selections are nested deeper than ${limit}`))
    },
  })
}
