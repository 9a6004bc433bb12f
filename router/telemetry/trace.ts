import { randomFillSync } from 'node:crypto'

/** Where a request stands in a distributed trace: W3C Trace Context, https://www.w3.org/TR/trace-context/. */
export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits: the span of this request in the router. */
  readonly spanId: string
  /** Two hex digits. */
  readonly flags: string
  /** The caller's span, where the request brought a valid `traceparent`. */
  readonly parentId?: string
  /** Whether the span is that of one call to a subgraph already. */
  readonly isOfCall?: boolean
}

/** Source of random bytes; a parameter so that tests can foretell ids. */
export type RandomBytes = (size: number) => Buffer

const pool = Buffer.alloc(4096)
let taken = pool.length

/** A call into the system for each span would cost more than all else about it. What is answered must be read at once. */
function randomBytes(size: number): Buffer {
  if (taken + size > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  taken += size
  return pool.subarray(taken - size, taken)
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/
const ZEROES = /^0+$/

/** Goes on with the caller's trace when its `traceparent` is valid, else begins one. Either way the span is new. */
export function continueTrace(traceparent: string | undefined, random: RandomBytes = randomBytes): Trace {
  const spanId = random(8).toString('hex')
  const [, version, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? []
  const valid = version !== undefined && version !== 'ff' && !ZEROES.test(traceId ?? '0') && !ZEROES.test(parentId ?? '0')
  if (!valid || traceId === undefined || flags === undefined) return { traceId: random(16).toString('hex'), spanId, flags: '01' }
  return { traceId, spanId, flags: version === '00' ? flags : '01', ...(parentId === undefined ? {} : { parentId }) }
}

/** The `traceparent` of one call made on behalf of a request: the same trace, a span of its own, unless it has one. */
export function childTraceparent(trace: Trace, random: RandomBytes = randomBytes): string {
  const spanId = trace.isOfCall === true ? trace.spanId : random(8).toString('hex')
  return `00-${trace.traceId}-${spanId}-${trace.flags}`
}
