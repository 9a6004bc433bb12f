import type pg from 'pg'

import { createPool, type PoolOptions } from './pool.ts'

/** What a pool for statements that go by key is made of. */
export interface KeyedPoolOptions extends Omit<PoolOptions, 'settings'> {
  /** No statement waits longer for a row that somebody else holds; such as `2s`. */
  readonly lockTimeout: string
}

/**
 * A pool of its own for the steps of checkouts, so that no reader of lists is ever before them. Every statement is named and goes by key, and there is one
 * right plan for each: it is made once. Left to itself the planner compares the cost of that plan, which must assume ten elements of each array, with one for
 * the very arrays at hand, and plans the same statement anew for ever, at more than the cost of running it. And the tables' rows come and go by the thousand,
 * so the planner may meet them empty: a plan that reads all of a table must not be kept.
 */
export const createKeyedPool = ({ lockTimeout, ...options }: KeyedPoolOptions): pg.Pool =>
  createPool({ ...options, settings: { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', lock_timeout: lockTimeout } })
