import { codedError } from '@agora/errors/graphqlError.ts'

import type { SubgraphAnswer, SubgraphRequest } from '../askSubgraph.ts'
import type { NodeType } from './nodeTypes.ts'

/** The most ids that one request may look up. */
const MOST_IDS = 100

/** A thing that exists for the viewer, or why that cannot be told; null for everything else. */
export type FoundNode = { readonly __typename: string; readonly id: string } | Error | null

/** Looks ids up, in their order. Rejects with BAD_USER_INPUT beyond `MOST_IDS`. */
export type FindNodes = (ids: readonly string[]) => Promise<FoundNode[]>

const ENTITIES = 'query NodeOwners($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }'

/**
 * Looks up the ids of one request. All fields of an operation ask at once, so ids are gathered until they have, and each owner is asked by
 * one `_entities` call in the viewer's name. An unknown prefix, a missing thing and a forbidden one look the same; only an owner that
 * cannot be reached is an error, for there null would be a lie.
 */
export function createNodeLookup(
  types: readonly NodeType[],
  ask: (subgraph: string, request: SubgraphRequest) => Promise<SubgraphAnswer>,
): FindNodes {
  const typesById = new Map<string, NodeType>()
  let gathered: Promise<Map<string, FoundNode>> | null = null

  const askOwner = async (owner: string, ids: readonly string[]): Promise<[string, FoundNode][]> => {
    const representations = ids.map((id) => ({ __typename: typesById.get(id)?.name, id }))
    try {
      const answer = await ask(owner, { query: ENTITIES, variables: { representations }, operationName: 'NodeOwners' })
      const entities = answer.data?.['_entities']
      if (Array.isArray(entities)) return ids.map((id, index) => [id, nodeOf(entities[index], id)])
      if (answer.errors?.some(({ extensions }) => extensions?.['code'] === 'FORBIDDEN') === true) return ids.map((id) => [id, null])
      throw codedError('INTERNAL_SERVER_ERROR', `The owner ${owner} did not answer for its entities`)
    } catch (error) {
      const reason = error instanceof Error ? error : new Error('Subgraph call failed')
      return ids.map((id) => [id, reason])
    }
  }
  const askOwners = async (): Promise<Map<string, FoundNode>> => {
    // One turn of the microtask queue: by then every field of the operation has named its ids.
    await Promise.resolve()
    const owners = Map.groupBy(typesById.keys(), (id) => typesById.get(id)?.owner ?? '')
    const found = await Promise.all([...owners].map(([owner, ids]) => askOwner(owner, ids)))
    return new Map(found.flat())
  }
  return async (ids) => {
    for (const id of ids) {
      const type = types.find(({ matches }) => matches(id))
      if (type !== undefined) typesById.set(id, type)
    }
    if (ids.length > MOST_IDS || typesById.size > MOST_IDS)
      throw codedError('BAD_USER_INPUT', `At most ${MOST_IDS} ids can be looked up in one request.`, { limit: MOST_IDS })
    gathered ??= askOwners()
    const found = await gathered
    return ids.map((id) => found.get(id) ?? null)
  }
}

function nodeOf(entity: unknown, id: string): FoundNode {
  if (typeof entity !== 'object' || entity === null || !('__typename' in entity) || typeof entity.__typename !== 'string') return null
  return { __typename: entity.__typename, id }
}
