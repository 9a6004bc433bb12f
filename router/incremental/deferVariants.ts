import { Kind, visit, type DirectiveNode, type DocumentNode, type FragmentSpreadNode, type InlineFragmentNode } from 'graphql'

import { createBoundedMap, type BoundedMap } from '@agora/security/boundedMap.ts'

import { onlyItsOwn } from '../authorization/onlyItsOwn.ts'
import type { Operation } from '../execution/engine.ts'
import { fragmentsOf, operationOf } from '../planning/rootFields.ts'
import { deferOf, deferredAs, labelOf, otherDirectives } from './deferDirective.ts'

/** Settles which fragments of an operation are deferred in a request. */
export type SettleDefers = (operation: Operation, inParts: boolean) => Operation

/** Clients choose the variables that `@defer(if:)` hangs on; beyond so many choices of one document the oldest are written anew. */
const MOST_VARIANTS = 32

/**
 * The operation as it is answered: each `@defer` that holds is unconditional and has a label of ours (`partLabel`), all others are gone. Where the client takes
 * no parts, or none holds, none is left: a server need not defer what a client lets it. The same document settled alike is the same document again, with a hash
 * of its own.
 */
export function createDeferVariants(): SettleDefers {
  const known = new WeakMap<DocumentNode, KnownDocument>()
  return (operation, inParts) => {
    const { document, name, hash, coerced } = operation
    const { sites, variants } = known.get(document) ?? { sites: sitesOf(document), variants: createBoundedMap<string, Settled>(MOST_VARIANTS) }
    known.set(document, { sites, variants })
    const held = sites.map((site) => inParts && holds(site, coerced))
    const key = `${name ?? ''} ${held.includes(true) ? held.map(Number).join('') : 'whole'}`
    const settled = variants.get(key) ?? settle(document, name, held)
    variants.set(key, settled)
    return { ...operation, ...settled, hash: `${hash} ${key}` }
  }
}

/** What a client calls a part that we call so; undefined where it gave it no name. */
export function clientLabel(label: string): string | undefined {
  const at = label.indexOf(':')
  return at === -1 ? undefined : label.slice(at + 1)
}

/** The label of a fragment that is deferred in a settled operation. */
export function partLabel(node: InlineFragmentNode | FragmentSpreadNode): string | undefined {
  const defer = deferOf(node)
  return defer === undefined ? undefined : labelOf(defer)
}

type Settled = Pick<Operation, 'document' | 'definition'>

interface KnownDocument {
  readonly sites: readonly DirectiveNode[]
  readonly variants: BoundedMap<string, Settled>
}

/** Every `@defer` of a document, in its order. */
function sitesOf(document: DocumentNode): DirectiveNode[] {
  const sites: DirectiveNode[] = []
  const look = (node: InlineFragmentNode | FragmentSpreadNode): void => {
    const defer = deferOf(node)
    if (defer !== undefined) sites.push(defer)
  }
  visit(document, { InlineFragment: { enter: look }, FragmentSpread: { enter: look } })
  return sites
}

function holds({ arguments: values = [] }: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = values.find(({ name }) => name.value === 'if')?.value
  if (value?.kind === Kind.VARIABLE) return Object.hasOwn(variables, value.name.value) && variables[value.name.value] === true
  return value?.kind !== Kind.BOOLEAN || value.value
}

function settle(document: DocumentNode, name: string | undefined, held: readonly boolean[]): Settled {
  let site = 0
  const write = <Node extends InlineFragmentNode | FragmentSpreadNode>(node: Node): Node | undefined => {
    const defer = deferOf(node)
    if (defer === undefined) return undefined
    const number = site++
    const label = labelOf(defer)
    const own = held[number] === true ? [deferredAs(label === undefined ? String(number) : `${number}:${label}`)] : []
    return { ...node, directives: [...otherDirectives(node), ...own] }
  }
  const written = visit(document, { InlineFragment: { enter: write<InlineFragmentNode> }, FragmentSpread: { enter: write<FragmentSpreadNode> } })
  const own = onlyItsOwn(operationOf(written, name), fragmentsOf(written))
  return { document: own, definition: operationOf(own, name) }
}
