import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql'

import { guardsOf } from './guards.ts'

/** What is left of a selection set. */
interface Rewritten {
  /** Null where nothing is left. */
  readonly set: SelectionSetNode | null
  /** Whether something was taken away that no `@skip` or `@include` could have taken away as well. */
  readonly certain: boolean
}

/** Operations without what is denied. */
export interface Rewriter {
  rewrite(set: SelectionSetNode): Rewritten
  /** A fragment's selections are the same wherever it is spread. */
  fragment(name: string): Rewritten
  /** Fields of the original that were taken away because nothing they select is left. */
  readonly emptied: ReadonlySet<FieldNode>
}

const TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}

/**
 * Takes the denied selections out of selection sets. A field of which nothing is left goes too, and with it its fetch. Where the variables may
 * leave nothing to be denied (`me { mail @include(if: $mail) }`), such a field stays and asks for `__typename`: an empty object is its answer.
 */
export function createRewriter(direct: ReadonlySet<SelectionNode>, fragments: ReadonlyMap<string, FragmentDefinitionNode>): Rewriter {
  const emptied = new Set<FieldNode>()
  const known = new Map<string, Rewritten>()
  const inner = (node: SelectionNode): Rewritten | null => {
    if (direct.has(node)) return { set: null, certain: asksForSure(node, fragments) }
    if (node.kind === Kind.FRAGMENT_SPREAD) return fragment(node.name.value)
    return node.selectionSet === undefined ? null : rewrite(node.selectionSet)
  }
  const reduce = (node: SelectionNode): { readonly node: SelectionNode | null; readonly certain: boolean } => {
    const left = inner(node)
    if (left === null) return { node, certain: false }
    const certain = left.certain && guardsOf(node).length === 0
    if (left.set !== null) return { node: withSet(node, left.set), certain }
    if (node.kind !== Kind.FIELD || direct.has(node)) return { node: null, certain }
    if (!left.certain) return { node: withSet(node, TYPENAME), certain: false }
    emptied.add(node)
    return { node: null, certain }
  }
  const rewrite = (set: SelectionSetNode): Rewritten => {
    const reduced = set.selections.map(reduce)
    const selections = reduced.flatMap(({ node }) => node ?? [])
    const certain = reduced.some((one) => one.node === null && one.certain)
    if (selections.length === 0) return { set: null, certain }
    const same = selections.length === set.selections.length && selections.every((node, index) => node === set.selections[index])
    return { set: same ? set : { ...set, selections }, certain }
  }
  const fragment = (name: string): Rewritten => {
    const found = known.get(name)
    if (found !== undefined) return found
    const definition = fragments.get(name)
    const rewritten = definition === undefined ? { set: null, certain: true } : rewrite(definition.selectionSet)
    known.set(name, rewritten)
    return rewritten
  }
  return { rewrite, fragment, emptied }
}

function withSet(node: SelectionNode, selectionSet: SelectionSetNode): SelectionNode {
  return node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === selectionSet ? node : { ...node, selectionSet }
}

/** Whether a denied selection takes something away whatever the variables are. The name of a type is not denied with its fragment. */
function asksForSure(node: SelectionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  if (node.kind === Kind.FIELD) return node.name.value !== '__typename'
  const set = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet
  return set?.selections.some((each) => guardsOf(each).length === 0 && asksForSure(each, fragments)) === true
}
