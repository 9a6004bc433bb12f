import type { GraphQLError } from 'graphql'
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { SharedCounters } from './sharedCounters.ts'

/** A bucket: so many points in so many seconds, and beyond them a burst that refills more slowly. A request is a point. */
export interface Bucket {
  readonly requests: number
  readonly seconds: number
  readonly burst: number
  readonly burstSeconds: number
}

/** Takes points out of the bucket of a key; answers null or the error to send. */
export type Take = (key: string, points?: number) => Promise<GraphQLError | null>

/**
 * Buckets of one kind, a bucket a key.
 * @param shared counts of all replicas together; null counts in the memory of this process, which also stands in while the shared counts cannot be had.
 */
export function createLimiter(name: string, { requests, seconds, burst, burstSeconds }: Bucket, shared: SharedCounters | null): Take {
  const counter = (keyPrefix: string, points: number, duration: number): RateLimiterAbstract => {
    const own = new RateLimiterMemory({ keyPrefix, points, duration })
    if (shared === null) return own
    return new RateLimiterRedis({
      storeClient: shared.store,
      useRedisPackage: true,
      keyPrefix: `${shared.prefix}rate:${keyPrefix}`,
      points,
      duration,
      insuranceLimiter: own,
    })
  }
  const steady = counter(name, requests, seconds)
  const limiter = burst === 0 ? steady : new BurstyRateLimiter(steady, counter(`${name}-burst`, burst, burstSeconds))
  return async (key, points = 1) => {
    try {
      await limiter.consume(key, points)
      return null
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection
      return rateLimited(rejection.msBeforeNext)
    }
  }
}

function rateLimited(milliseconds: number): GraphQLError {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return codedError('RATE_LIMITED', `Too many requests; try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
}
