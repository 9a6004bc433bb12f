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
  /** Internal port of payments. */
  PAYMENTS_INTERNAL_URL: address,
  TOKEN_ISSUER: tokenIssuer,
  /** So many checkouts at a time are let in; the others are told to come back. */
  CHECKOUT_MOST_IN_FLIGHT: z.coerce.number().int().min(1).max(100_000).default(512),
  /** How long an order waits for its payment. */
  CHECKOUT_WAIT_SECONDS: z.coerce.number().int().min(1).max(86_400).default(900),
  /** For how long the other processes wait for one that stands still. */
  CHECKOUT_LEASE_MS: z.coerce.number().int().min(500).max(60_000).default(3000),
})
