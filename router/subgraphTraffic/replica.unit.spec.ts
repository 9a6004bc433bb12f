import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createCircuitBreaker } from '@agora/resilience/circuitBreaker.ts'

import { chooseReplica, isOneLeft, rest, restFor, wake, type Replica } from './replica.ts'

function replica(name: string, inFlight = 0): Replica {
  return {
    name,
    post: () => Promise.reject(new Error('is not called')),
    breaker: createCircuitBreaker({ minimumCalls: 1, clock: () => 0 }),
    inFlight,
    restsUntil: 0,
    failures: 0,
    chosenAt: 0,
    answeredAt: -Infinity,
  }
}

const chosen = (replicas: readonly Replica[], tried: readonly Replica[] = [], now = 0): string | undefined =>
  chooseReplica(replicas, tried, now)?.replica.name

test('the least loaded is chosen, of several each in turn', () => {
  const all = [replica('a'), replica('b'), replica('c', 1)]
  assert.deepEqual([chosen(all), chosen(all), chosen(all), chosen(all)], ['a', 'b', 'a', 'b'])
})

test('one that rests is chosen after all others, but before none', () => {
  const [a, b] = [replica('a'), replica('b', 9)]
  rest(a, 0)
  assert.deepEqual([chosen([a, b]), chosen([a]), isOneLeft([a, b], [b], 0)], ['b', 'a', false])
  assert.deepEqual([chosen([a, b], [], 1000), isOneLeft([a, b], [b], 1000)], ['a', true])
})

test('one that a call was sent to is chosen last', () => {
  const [a, b] = [replica('a'), replica('b', 9)]
  rest(b, 0)
  assert.equal(chosen([a, b], [a]), 'b')
})

test('one whose circuit is open is passed over', () => {
  const [a, b] = [replica('a'), replica('b', 9)]
  a.breaker.enter()?.('outage')
  assert.deepEqual([a.breaker.state, chosen([a, b]), isOneLeft([a, b], [b], 0)], ['open', 'b', false])
  b.breaker.enter()?.('outage')
  assert.equal(chosen([a, b]), undefined)
})

test('it rests the longer, the oftener it could not be reached, until it is', () => {
  const a = replica('a')
  const rests = Array.from({ length: 7 }, () => (rest(a, 0), a.restsUntil))
  assert.deepEqual(rests, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  wake(a)
  assert.deepEqual([a.restsUntil, a.failures], [0, 0])
  restFor(a, 5000, 0)
  restFor(a, 60_000_000, 10)
  assert.equal(a.restsUntil, 30_010)
})
