import type { z } from 'zod'

import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

const shape = { ...subgraphEnvironment }

/** The settings of this process. */
export type ProductsEnvironment = z.infer<z.ZodObject<typeof shape>>

/** Reads them. Throws EnvironmentError naming every fault. */
export const readProductsEnvironment = (variables?: NodeJS.ProcessEnv): ProductsEnvironment => readEnvironment(shape, variables)
