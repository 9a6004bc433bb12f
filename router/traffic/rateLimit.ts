import { isIPv6 } from 'node:net'

import type { GraphQLError } from 'graphql'
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

import { codedError } from '@agora/errors/graphqlError.ts'

/** A bucket: so many requests in so many seconds, and beyond them a burst that refills more slowly. */
export interface Bucket {
  readonly requests: number
  readonly seconds: number
  readonly burst: number
  readonly burstSeconds: number
}

/** Takes one request out of the bucket of an address or a viewer; answers null or the error to send. */
export interface RateLimits {
  ofAddress(address: string): Promise<GraphQLError | null>
  ofUser(sub: string): Promise<GraphQLError | null>
}

/** What is bounded. */
export interface RateLimitsOptions {
  readonly enabled: boolean
  readonly perAddress: Bucket
  readonly perUser: Bucket
}

/** Buckets in the memory of this process. */
export function createRateLimits({ enabled, perAddress, perUser }: RateLimitsOptions): RateLimits {
  if (!enabled) return { ofAddress: async () => null, ofUser: async () => null }
  const addresses = createLimiter('address', perAddress)
  const users = createLimiter('user', perUser)
  return { ofAddress: (address) => take(addresses, networkOf(address)), ofUser: (sub) => take(users, sub) }
}

type Limiter = Pick<RateLimiterMemory, 'consume'>

function createLimiter(name: string, { requests, seconds, burst, burstSeconds }: Bucket): Limiter {
  const steady = new RateLimiterMemory({ keyPrefix: name, points: requests, duration: seconds })
  if (burst === 0) return steady
  return new BurstyRateLimiter(steady, new RateLimiterMemory({ keyPrefix: `${name}-burst`, points: burst, duration: burstSeconds })) as Limiter
}

async function take(limiter: Limiter, key: string): Promise<GraphQLError | null> {
  try {
    await limiter.consume(key)
    return null
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection
    const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000))
    return codedError('RATE_LIMITED', `Too many requests; try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
  }
}

/** An IPv6 customer holds a whole /64: counted one by one, they would have a bucket for every request. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
