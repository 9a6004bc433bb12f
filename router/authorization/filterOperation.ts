import type { DocumentNode, SelectionNode } from 'graphql'

import type { OperationAnalysis } from './analyseOperation.ts'
import { denialsOf, type Denial } from './denials.ts'
import { onlyItsOwn } from './onlyItsOwn.ts'
import { isSatisfied } from './requirement.ts'
import { createRewriter } from './rewriteSelections.ts'
import type { Rights } from './rights.ts'

/** An operation as somebody with certain rights may ask it. It is the same for all who share a `rightsKey`. */
export interface FilteredOperation {
  /** What may be planned: the operation without what is denied, with the fragments and variables it still uses. Null where nothing is left. */
  readonly document: DocumentNode | null
  /**
   * Selections of the original that the answer must not have. A denied field is null; a denied fragment makes every field in it null but
   * `__typename`; what lies inside of either, through spreads too, is denied with it. A response key is null only where all the selections
   * that ask for it, of the type that answered, are denied.
   */
  readonly denied: ReadonlySet<SelectionNode>
  /** The denied fields by their paths, nested ones included: for logs, refusals and dry runs. */
  readonly denials: readonly Denial[]
}

/** Takes out of an operation what the rights do not reach, before anything is planned: what is denied is asked of nobody. */
export function filterOperation(analysis: OperationAnalysis, rights: Rights): FilteredOperation {
  const { definition, fragments, requirements } = analysis
  const direct = new Set<SelectionNode>()
  for (const [node, requirement] of requirements) if (!isSatisfied(requirement, rights)) direct.add(node)
  if (direct.size === 0) return { document: onlyItsOwn(definition, fragments), denied: direct, denials: [] }
  const rewriter = createRewriter(direct, fragments)
  const { set } = rewriter.rewrite(definition.selectionSet)
  const left = [...fragments].flatMap(([name, fragment]) => {
    const { set: selectionSet } = rewriter.fragment(name)
    return selectionSet === null ? [] : [[name, { ...fragment, selectionSet }] as const]
  })
  return {
    document: set === null ? null : onlyItsOwn({ ...definition, selectionSet: set }, new Map(left)),
    denied: new Set([...direct, ...rewriter.emptied]),
    denials: denialsOf(analysis, direct),
  }
}
