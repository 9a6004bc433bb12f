import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

/** The settings of this process: those of every subgraph. */
export const env = readEnvironment({ ...subgraphEnvironment })
