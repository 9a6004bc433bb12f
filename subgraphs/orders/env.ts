import { z } from 'zod'

import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

const address = z.url({ protocol: /^https?$/ })

/** The settings of this process; see README.md. */
export const env = readEnvironment({
  ...subgraphEnvironment,
  /** Internal port of products. */
  PRODUCTS_INTERNAL_URL: address,
  /** Internal port of users. */
  USERS_INTERNAL_URL: address,
  /** The issuer of access tokens, as the tokens name it. */
  TOKEN_ISSUER: z.string().min(1).default('http://localhost:4000'),
})
