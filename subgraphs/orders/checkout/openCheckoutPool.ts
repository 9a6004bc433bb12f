import type pg from 'pg'

import { createKeyedPool, type KeyedPoolOptions } from '@agora/database/keyedPool.ts'

/** The checkout's own connections: no reader of carts or reports is ever before it. */
export const openCheckoutPool = (options: Omit<KeyedPoolOptions, 'name' | 'lockTimeout' | 'metrics'>): pg.Pool =>
  createKeyedPool({ ...options, name: 'orders-checkout', lockTimeout: '5s' })
