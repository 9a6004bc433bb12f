import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { createResilienceMetrics } from './resilienceMetrics.ts'
import { createResilience, withResilience, type PolicyOptions, type ResiliencePolicy } from './withResilience.ts'

type Fault = 'down' | 'refused' | 'circuit-open'

interface Given {
  readonly policy: ResiliencePolicy<Fault>
  readonly waits: number[]
  readonly runs: number[]
  pass(ms: number): void
  /** Makes a call that is answered by each of these in turn, then by 'done'. */
  call(answers: readonly Fault[], how?: { idempotent?: boolean; timeoutMs?: number; takesMs?: number }): Promise<Result<string, Fault>>
}

function given(options: Partial<PolicyOptions<Fault>> = {}): Given {
  let now = 0
  const waits: number[] = []
  const runs: number[] = []
  const policy = createResilience<Fault>({
    target: 'payments',
    faults: { outcomeOf: (fault) => (fault === 'down' ? 'outage' : 'answer'), retryable: (fault) => fault === 'down', open: 'circuit-open' },
    clock: () => now,
    random: () => 0.5,
    wait: async (ms) => {
      waits.push(ms)
      now += ms
    },
    ...options,
  })
  const call: Given['call'] = (answers, { idempotent = true, timeoutMs = 1000, takesMs = 0 } = {}) => {
    const left = [...answers]
    return withResilience<string, Fault>(policy, {
      timeoutMs,
      idempotent,
      run: async (ms) => {
        runs.push(ms)
        now += takesMs
        const fault = left.shift()
        return fault === undefined ? ok('done') : fail(fault)
      },
    })
  }
  return { policy, waits, runs, pass: (ms) => void (now += ms), call }
}

test('an answer is an answer, and a refusal is one too', async () => {
  const { call, runs, waits } = given()
  assert.deepEqual([await call([]), await call(['refused'])], [ok('done'), fail('refused')])
  assert.deepEqual([runs, waits], [[1000, 1000], []])
})

test('what may pass is tried three times, with jitter that doubles, on what is left of the time', async () => {
  const { call, runs, waits } = given()
  assert.deepEqual(await call(['down', 'down'], { takesMs: 10 }), ok('done'))
  assert.deepEqual(
    [runs, waits],
    [
      [1000, 965, 905],
      [25, 50],
    ],
  )
  assert.deepEqual(await call(['down', 'down', 'down']), fail('down'))
})

test('one try may be kept shorter than the whole', async () => {
  const { call, runs } = given({ tryMs: 100 })
  assert.deepEqual(await call(['down', 'down'], { timeoutMs: 230, takesMs: 80 }), fail('down'))
  assert.deepEqual(runs, [100, 100])
})

test('what must not run twice is tried once', async () => {
  const { call, runs } = given()
  assert.deepEqual(await call(['down'], { idempotent: false }), fail('down'))
  assert.equal(runs.length, 1)
})

test('nothing is tried when the wait would reach the deadline', async () => {
  const { call, runs, waits } = given()
  assert.deepEqual(await call(['down'], { timeoutMs: 100, takesMs: 75 }), fail('down'))
  assert.deepEqual([runs.length, waits], [1, []])
  const late = given({ wait: () => Promise.resolve() })
  assert.deepEqual(await late.call(['down', 'down'], { timeoutMs: 50, takesMs: 20 }), fail('down'))
  assert.deepEqual(late.runs, [50, 30])
})

test('retries stay within 20 % of the calls, however many fail', async () => {
  const { call, runs } = given({ breaker: { minimumCalls: Infinity } })
  for (let nth = 0; nth < 100; nth++) await call(['down', 'down', 'down'], { timeoutMs: 1000 })
  assert.equal(runs.length, 120)
})

test('a process with few calls still has three retries', async () => {
  const { call, runs } = given({ wait: () => Promise.resolve() })
  await call(['down', 'down', 'down'])
  await call(['down', 'down', 'down'])
  assert.equal(runs.length, 2 + 3)
})

test('an open circuit answers at once and is not tried again', async () => {
  const { call, policy, runs, waits } = given({ breaker: { minimumCalls: 2 } })
  assert.deepEqual(await call(['down', 'down', 'down']), fail('down'))
  assert.equal(policy.breaker.state, 'open')
  assert.deepEqual(await call([]), fail('circuit-open'))
  assert.deepEqual([runs.length, waits.length], [2, 1])
})

test('calls that an open circuit answers earn no retries', async () => {
  const { call, runs, pass } = given({ breaker: { minimumCalls: 2, openMs: 1000 }, budget: { floor: 0 } })
  for (let nth = 0; nth < 2; nth++) await call(['down'], { idempotent: false })
  for (let nth = 0; nth < 1000; nth++) assert.deepEqual(await call([]), fail('circuit-open'))
  pass(1000)
  assert.deepEqual(await call([]), ok('done'))
  runs.length = 0
  assert.deepEqual(await call(['down']), fail('down'))
  assert.equal(runs.length, 1)
})

test('what is thrown counts as an outage and is thrown on', async () => {
  const { policy } = given({ breaker: { minimumCalls: 1 } })
  const bug = withResilience(policy, { timeoutMs: 10, idempotent: true, run: () => Promise.reject(new TypeError('bug')) })
  await assert.rejects(bug, TypeError)
  assert.equal(policy.breaker.state, 'open')
})

test('metrics tell the state of each circuit, its changes and the retries', async () => {
  const metrics = createMetrics('orders')
  const watch = createResilienceMetrics(metrics)
  given({ metrics: watch, target: 'products' })
  const { call } = given({ metrics: watch, breaker: { minimumCalls: 2 } })
  await call(['down', 'down'])
  const page = (await metrics.text()).split('\n').filter((line) => /^(circuit|call)_/.test(line))
  assert.deepEqual(page, [
    'circuit_state{target="products",service="orders"} 0',
    'circuit_state{target="payments",service="orders"} 2',
    'circuit_changes_total{target="payments",state="open",service="orders"} 1',
    'call_retries_total{target="payments",service="orders"} 1',
  ])
})
