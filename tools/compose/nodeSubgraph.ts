import { readFileSync } from 'node:fs'

import { Kind, parse, type DocumentNode } from 'graphql'

const values = (name: string): string => readFileSync(new URL(`../../schema/values/${name}.graphql`, import.meta.url), 'utf8')

const QUERY = `
type Query {
  "The thing with this id; null when the id is of nothing, or of something that the viewer may not see."
  node(
    "An id that this graph gave."
    id: ID!
  ): Node
  "The things with these ids, in the same order; null where \`node\` would be."
  nodes(
    "At most 100 ids."
    ids: [ID!]!
  ): [Node]!
}
`

/** The names of the object types that implement Node in any of the documents, sorted. */
export function nodeTypes(documents: readonly DocumentNode[]): string[] {
  const names = documents.flatMap(({ definitions }) =>
    definitions.flatMap((definition) => {
      const object = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION
      return object && definition.interfaces?.some(({ name }) => name.value === 'Node') ? [definition.name.value] : []
    }),
  )
  return [...new Set(names)].toSorted()
}

/**
 * The SDL of the subgraph that answers `node` and `nodes` inside the router: a stub for each type that implements Node elsewhere.
 * The stubs cannot be resolved here, so every other field is fetched from the type's owner, which also decides whether it may be seen.
 */
export function nodeSubgraph(documents: readonly DocumentNode[]): DocumentNode {
  const stubs = nodeTypes(documents).map((name) => `type ${name} implements Node @key(fields: "id", resolvable: false) { id: ID! }`)
  return parse([values('federation'), values('node'), QUERY, ...stubs].join('\n'), { noLocation: true })
}
