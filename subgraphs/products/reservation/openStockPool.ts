import type pg from 'pg'

import { createKeyedPool, type KeyedPoolOptions } from '@agora/database/keyedPool.ts'

/** Connections for the steps of orders alone. A step that waits longer for a row than its neighbours in the batch should wait for it fails, and is tried again alone. */
export const openStockPool = (options: Omit<KeyedPoolOptions, 'name' | 'lockTimeout'>): pg.Pool =>
  createKeyedPool({ ...options, name: 'products-stock', lockTimeout: '2s' })
