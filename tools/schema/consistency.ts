import { Kind, print, visit, type DefinitionNode, type DocumentNode } from 'graphql'

import type { SubgraphDocument } from './definitions.ts'

const CACHE_CONTROL = 'specs.agora.dev/cacheControl/v0.1'

const links = (document: DocumentNode): string[] =>
  document.definitions.flatMap((definition) => {
    const schema = definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.SCHEMA_DEFINITION
    return schema ? (definition.directives ?? []).map((directive) => print(directive)) : []
  })

/** Subgraphs whose @cacheControl would not reach the supergraph, so that nobody could tell what may be shared. */
export function cacheControlFaults(subgraphs: readonly SubgraphDocument[]): string[] {
  return subgraphs.flatMap(({ name, typeDefs }) => {
    const said = links(typeDefs)
    const linked = said.some((text) => text.startsWith('@link') && text.includes(CACHE_CONTROL))
    const composed = said.some((text) => text.startsWith('@composeDirective') && text.includes('"@cacheControl"'))
    return linked && composed ? [] : [`${name} does not link and compose @cacheControl: take schema/values/federation.graphql in its typeDefs.ts`]
  })
}

/** Subgraphs that link another federation version than `supergraph.yaml` pins. */
export function versionFaults(subgraphs: readonly SubgraphDocument[], version: string): string[] {
  const wanted = `federation/v${version}"`
  return subgraphs
    .filter(({ typeDefs }) => !links(typeDefs).some((text) => text.includes(wanted)))
    .map(({ name }) => `${name} does not link federation v${version}, which supergraph.yaml pins`)
}

/** A value type means the same everywhere, so its text is the same everywhere; entities and root types are contributed to in parts. */
function isValue(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
    return definition.directives?.some(({ name }) => name.value === 'shareable') ?? false
  }
  const kinds: readonly string[] = [
    Kind.ENUM_TYPE_DEFINITION,
    Kind.SCALAR_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.INPUT_OBJECT_TYPE_DEFINITION,
  ]
  return kinds.includes(definition.kind) || definition.kind === Kind.DIRECTIVE_DEFINITION
}

const text = (definition: DefinitionNode): string => print(visit(definition, { StringValue: { enter: (node) => ({ ...node, block: false }) } }))

/** Value types, interfaces, enums, scalars and directives that two subgraphs write differently. */
export function valueTypeFaults(subgraphs: readonly SubgraphDocument[]): string[] {
  const seen = new Map<string, { readonly subgraph: string; readonly text: string }>()
  return subgraphs.flatMap(({ name: subgraph, typeDefs }) =>
    typeDefs.definitions.filter(isValue).flatMap((definition) => {
      if (!('name' in definition) || definition.name === undefined) return []
      const name = definition.name.value
      const first = seen.get(name) ?? { subgraph, text: text(definition) }
      seen.set(name, first)
      return first.text === text(definition) ? [] : [`${name} is not the same text in ${first.subgraph} and ${subgraph}: move it to schema/values/`]
    }),
  )
}
