import type pg from 'pg'

import { createKeyedPool, type KeyedPoolOptions } from '@agora/database/keyedPool.ts'

/** Connections for what changes payments, and reads those that are changed: no list is ever before it. */
export const openStepPool = (options: Omit<KeyedPoolOptions, 'name' | 'lockTimeout' | 'metrics'>): pg.Pool =>
  createKeyedPool({ ...options, name: 'payments-steps', lockTimeout: '5s' })
