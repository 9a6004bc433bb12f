import { assertValidSchema, buildASTSchema, type DocumentNode, type GraphQLSchema } from 'graphql'

import { linksOf } from './links.ts'
import { publicDocument } from './publicDocument.ts'

/** The versions of what decides who answers and what is seen; another may mean otherwise by the same words. */
const KNOWN_VERSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['https://specs.apollo.dev/join', ['v0.1', 'v0.2', 'v0.3', 'v0.4', 'v0.5']],
  ['https://specs.apollo.dev/inaccessible', ['v0.1', 'v0.2']],
])

/**
 * What clients of a supergraph may see: without its machinery and without what is `@inaccessible`. The same schema as that of `@apollo/federation-internals`
 * (`differential/apiSchema.unit.spec.ts`), which is not loaded for it: it takes 40 MB. Throws, with a sentence, for a supergraph that is none.
 */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  for (const { identity, version } of linksOf(supergraph)) {
    const known = KNOWN_VERSIONS.get(identity)
    if (known !== undefined && !known.includes(version))
      throw new Error(`it links ${identity}/${version}, of which this router knows ${known.join(', ')}`)
  }
  // What is wrong with what clients do not see is found as well.
  buildASTSchema(supergraph)
  const schema = buildASTSchema(publicDocument(supergraph))
  assertValidSchema(schema)
  return schema
}
