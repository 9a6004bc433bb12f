import type { RouterConfig } from '../../config/routerConfig.ts'
import type { Supergraph } from '../../supergraph/readSupergraph.ts'
import type { AskSubgraph, Subgraph } from '../askSubgraph.ts'
import { NODE_URL } from '../subgraphs.ts'
import { createNodeSubgraph } from './nodeSubgraph.ts'
import { nodeTypesOf } from './nodeTypes.ts'

/**
 * The subgraph behind `internal://node`, where the config enables it; else null. Throws, with a sentence in the message, when the supergraph has such a
 * subgraph that the config does not enable or cannot answer for: to be reached in process is the operator's to grant, not the supergraph's.
 */
export function openNode({ document, members }: Supergraph, { node }: Pick<RouterConfig, 'node'>): ((ask: AskSubgraph) => Subgraph) | null {
  const member = members.find(({ url }) => url === NODE_URL)
  if (member === undefined) return null
  if (node === undefined)
    throw new Error(`The supergraph has the subgraph ${member.name} at ${NODE_URL}, which only a config with node.owners enables.`)
  const types = nodeTypesOf(document, member.graph, node.owners)
  if (!types.ok) throw new Error(types.error)
  return (ask) => createNodeSubgraph(types.value, ask)
}
