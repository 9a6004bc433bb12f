import { isIPv6 } from 'node:net'

import { createLimiter, type Bucket, type Take } from './limiter.ts'
import type { SharedCounters } from './sharedCounters.ts'

/** Takes one request out of the bucket of an address, a viewer or an application; answers null or the error to send. */
export interface RateLimits {
  readonly ofAddress: Take
  readonly ofUser: Take
  /** Null where applications are not bounded. */
  readonly ofClient: Take | null
}

/** What is bounded. */
export interface RateLimitsOptions {
  readonly enabled: boolean
  readonly perAddress: Bucket
  readonly perUser: Bucket
  readonly perClient?: Bucket | undefined
}

/**
 * The buckets of requests.
 * @param shared what replicas count through; null for the memory of this process.
 */
export function createRateLimits({ enabled, perAddress, perUser, perClient }: RateLimitsOptions, shared: SharedCounters | null = null): RateLimits {
  if (!enabled) return { ofAddress: async () => null, ofUser: async () => null, ofClient: null }
  const ofAddress = createLimiter('address', perAddress, shared)
  const ofUser = createLimiter('user', perUser, shared)
  return {
    ofAddress: (address) => ofAddress(networkOf(address)),
    ofUser,
    ofClient: perClient === undefined ? null : createLimiter('client', perClient, shared),
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
