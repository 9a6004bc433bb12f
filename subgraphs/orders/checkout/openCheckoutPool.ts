import type pg from 'pg'

import { createPool, type PoolOptions } from '@agora/database/pool.ts'

/**
 * The checkout's own connections: no reader of carts or reports is ever before it. Rows of checkouts come and go by the thousand, so the planner may
 * meet their tables empty and keep a plan that reads all of what was deleted; everything here goes by key.
 */
export const openCheckoutPool = (options: Omit<PoolOptions, 'name' | 'settings' | 'metrics'>): pg.Pool =>
  createPool({ ...options, name: 'orders-checkout', settings: { enable_seqscan: 'off', lock_timeout: '5s' } })
