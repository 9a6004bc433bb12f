import { z } from 'zod'

import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment, tokenIssuer } from '@agora/subgraph-kit/subgraphEnvironment.ts'

const address = z.url({ protocol: /^https?$/ })

/** The settings of this process; see README.md. */
export const env = readEnvironment({
  ...subgraphEnvironment,
  /** Internal port of products. */
  PRODUCTS_INTERNAL_URL: address,
  /** Internal port of users. */
  USERS_INTERNAL_URL: address,
  TOKEN_ISSUER: tokenIssuer,
})
