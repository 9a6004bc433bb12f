import type pg from 'pg'

import { createPool, type PoolOptions } from '@agora/database/pool.ts'

/**
 * Connections for the steps of orders alone, so that readers of the catalogue never keep a checkout waiting. All their statements go by key, and most
 * reservations are gone a moment later: a plan made while that table was all but empty would read the whole of it for ever after, so none may.
 * A step that waits longer for a row than its neighbours in the batch should wait for it fails, and is tried again alone.
 */
export const openStockPool = (options: Pick<PoolOptions, 'url' | 'caFile' | 'logger'>): pg.Pool =>
  createPool({ ...options, name: 'products-stock', settings: { enable_seqscan: 'off', lock_timeout: '2s' } })
