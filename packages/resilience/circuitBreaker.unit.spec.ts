import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createCircuitBreaker, type CircuitBreaker, type CircuitState, type Outcome } from './circuitBreaker.ts'

function given(): { breaker: CircuitBreaker; changes: CircuitState[]; pass(ms: number): void; calls(outcome: Outcome, count: number): number } {
  let now = 1_000_000
  const changes: CircuitState[] = []
  const breaker = createCircuitBreaker({ clock: () => now, onChange: (state) => changes.push(state) })
  return {
    breaker,
    changes,
    pass: (ms) => void (now += ms),
    calls(outcome, count) {
      let made = 0
      for (let nth = 0; nth < count; nth++) {
        const settle = breaker.enter()
        settle?.(outcome)
        if (settle !== undefined) made += 1
      }
      return made
    },
  }
}

test('half of the calls failing opens it, once there are enough to say so', () => {
  const { breaker, calls, changes } = given()
  calls('outage', 9)
  assert.equal(breaker.state, 'closed')
  calls('outage', 1)
  assert.equal(breaker.state, 'open')
  assert.deepEqual(changes, ['open'])
})

test('fewer than half failing leave it closed, exactly half open it', () => {
  const { breaker, calls } = given()
  calls('answer', 11)
  calls('outage', 10)
  assert.equal(breaker.state, 'closed')
  calls('outage', 1)
  assert.equal(breaker.state, 'open')
})

test('outages that are older than the window are forgotten', () => {
  const { breaker, calls, pass } = given()
  calls('outage', 9)
  pass(10_000)
  calls('outage', 9)
  assert.equal(breaker.state, 'closed')
  pass(9000)
  calls('outage', 1)
  assert.equal(breaker.state, 'open')
})

test('open lets nothing through for 30 s, then one call at a time', () => {
  const { breaker, calls, pass, changes } = given()
  calls('outage', 10)
  pass(29_999)
  assert.equal(calls('answer', 5), 0)
  pass(1)
  const probe = breaker.enter()
  assert.equal(breaker.state, 'half-open')
  assert.deepEqual([breaker.enter(), breaker.enter()], [undefined, undefined])
  probe?.('answer')
  assert.equal(calls('answer', 3), 3)
  assert.deepEqual(changes, ['open', 'half-open', 'closed'])
})

test('a probe that fails opens it for another 30 s', () => {
  const { breaker, calls, pass, changes } = given()
  calls('outage', 10)
  pass(30_000)
  calls('outage', 1)
  pass(29_999)
  assert.equal(breaker.enter(), undefined)
  pass(1)
  assert.equal(calls('answer', 1), 1)
  assert.deepEqual(changes, ['open', 'half-open', 'open', 'half-open', 'closed'])
})

test('a probe that tells nothing makes room for the next one', () => {
  const { breaker, calls, pass } = given()
  calls('outage', 10)
  pass(30_000)
  assert.equal(calls('neither', 2), 2)
  assert.equal(breaker.state, 'half-open')
  calls('answer', 1)
  assert.equal(breaker.state, 'closed')
})

test('calls from before it opened neither close nor reopen it', () => {
  const { breaker, calls, pass } = given()
  const early = Array.from({ length: 20 }, () => breaker.enter())
  calls('outage', 10)
  early.slice(0, 10).forEach((settle) => settle?.('answer'))
  assert.equal(breaker.state, 'open')
  pass(30_000)
  const probe = breaker.enter()
  early.slice(10).forEach((settle) => settle?.('outage'))
  assert.equal(breaker.state, 'half-open')
  probe?.('answer')
  assert.equal(breaker.state, 'closed')
})

test('what tells nothing does not count among the calls', () => {
  const { breaker, calls } = given()
  calls('neither', 100)
  calls('outage', 10)
  assert.equal(breaker.state, 'open')
})

test('an open one that is told that the other side answers tries one call at once, and any other does nothing of it', () => {
  const { breaker, calls, changes } = given()
  breaker.retryNow()
  calls('outage', 10)
  breaker.retryNow()
  const probe = breaker.enter()
  breaker.retryNow()
  assert.deepEqual([breaker.state, breaker.enter()], ['half-open', undefined])
  probe?.('answer')
  assert.deepEqual(changes, ['open', 'half-open', 'closed'])
})
