import type { GraphQLSchema } from 'graphql'

import { publicFields } from '../../schema/public.ts'
import { cacheControlFaults, valueTypeFaults, versionFaults } from './consistency.ts'
import type { SubgraphDocument } from './definitions.ts'
import { brokenOperations, namingFaults, type OperationFile } from './operations.ts'
import { misplacedRequirements, protectionFaults } from './protection.ts'
import { mutationFaults, pagingFaults, unboundedLists, undescribed } from './shapes.ts'
import { sharingFaults } from './sharing.ts'

/** What the schema is checked from: the subgraphs as published, what clients see, and what they ask. */
export interface CheckedSchema {
  readonly subgraphs: readonly SubgraphDocument[]
  readonly federation: string
  readonly api: GraphQLSchema
  readonly operations: readonly OperationFile[]
}

/** Every breach of the house's rules for its schema, one sentence each, the gravest first. */
export function schemaFaults({ subgraphs, federation, api, operations }: CheckedSchema): string[] {
  return [
    ...brokenOperations(api, operations),
    ...misplacedRequirements(subgraphs),
    ...protectionFaults(subgraphs, publicFields),
    ...sharingFaults(subgraphs),
    ...versionFaults(subgraphs, federation),
    ...cacheControlFaults(subgraphs),
    ...valueTypeFaults(subgraphs),
    ...mutationFaults(api),
    ...pagingFaults(api),
    ...unboundedLists(api),
    ...undescribed(api),
    ...namingFaults(operations),
  ]
}
