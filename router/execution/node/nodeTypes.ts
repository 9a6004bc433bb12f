import { Kind, type DocumentNode } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isId, prefixes, type Kind as IdKind } from '@agora/ids/typeId.ts'

/** A type that `node` can answer with. */
export interface NodeType {
  readonly name: string
  /** The subgraph that is asked whether such a thing exists. */
  readonly owner: string
  /** Whether a text is a well-formed id of this type. */
  readonly matches: (id: string) => boolean
}

/**
 * The types that the in-process subgraph contributes to the supergraph, each with its owner by the config and its prefix by the table of ids.
 * Several subgraphs may resolve a type and answer for any id of it, so the supergraph cannot tell who knows whether a thing exists.
 * A failure is one sentence for the terminal.
 */
export function nodeTypesOf(supergraph: DocumentNode, nodeGraph: string, owners: Readonly<Record<string, string>>): Result<NodeType[], string> {
  const types: NodeType[] = []
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    const name = definition.name.value
    const joins = definition.directives?.filter((directive) => directive.name.value === 'join__type') ?? []
    const contributed = joins.some(({ arguments: given }) =>
      given?.some(({ name: argument, value }) => argument.value === 'graph' && value.kind === Kind.ENUM && value.value === nodeGraph),
    )
    if (!contributed || !definition.interfaces?.some((implemented) => implemented.name.value === 'Node')) continue
    const owner = owners[name]
    if (owner === undefined) return fail(`The config names no owner for ${name}, which node(id) can answer with; add it to node.owners.`)
    if (!isIdKind(name)) return fail(`Ids of ${name} have no prefix, so node(id) cannot tell them; add it to the table of prefixes.`)
    types.push({ name, owner, matches: (id) => isId(name, id) })
  }
  return ok(types)
}

function isIdKind(name: string): name is IdKind {
  return Object.hasOwn(prefixes, name)
}
