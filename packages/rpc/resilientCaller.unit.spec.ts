import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createResilience } from '@agora/resilience/withResilience.ts'

import type { Caller } from './caller.ts'
import { defineMethod } from './defineMethod.ts'
import type { RpcCode, RpcFault } from './fault.ts'
import { resilientCaller } from './resilientCaller.ts'
import { rpcFaults } from './rpcFaults.ts'

const shape = { service: 'agora.test.v1.Test', request: z.object({}), response: z.object({}) }
const keyed = defineMethod({ ...shape, method: 'Keyed', idempotent: true })
const bare = defineMethod({ ...shape, method: 'Bare', idempotent: false })

/** A caller whose far side answers with these codes in turn, then well. */
function failingWith(...codes: RpcCode[]): { caller: Caller; seen: string[] } {
  const seen: string[] = []
  const answer = (): Result<never, RpcFault> | undefined => {
    const code = codes.shift()
    return code === undefined ? undefined : fail({ code, message: '' })
  }
  const caller: Caller = {
    call: async (method, _request, { requestId }) => {
      seen.push(`${method.method} ${requestId}`)
      return answer() ?? ok(method.response.parse({}))
    },
    get: async (path) => {
      seen.push(path)
      return answer() ?? ok({ status: 200, headers: () => ({}), body: Buffer.from('') })
    },
    close: async () => void seen.push('closed'),
  }
  const policy = createResilience({ target: 'test', faults: rpcFaults, wait: () => Promise.resolve(), breaker: { minimumCalls: 3 } })
  return { caller: resilientCaller(caller, policy), seen }
}
const options = { timeoutMs: 1000, requestId: 'r1' }

test('an idempotent call and a GET are tried again, with the same request id', async () => {
  const { caller, seen } = failingWith('unavailable', 'internal')
  assert.deepEqual(await caller.call(keyed, {}, options), ok({}))
  assert.deepEqual(seen, ['Keyed r1', 'Keyed r1', 'Keyed r1'])
  const page = failingWith('unavailable')
  assert.equal((await page.caller.get('/ready', options)).ok, true)
  assert.deepEqual(page.seen, ['/ready', '/ready'])
})

test('a call that is not idempotent is tried once', async () => {
  const { caller, seen } = failingWith('unavailable')
  assert.deepEqual(await caller.call(bare, {}, options), fail({ code: 'unavailable', message: '' }))
  assert.deepEqual(seen, ['Bare r1'])
})

test('a key that was used with another message is an answer: it is not tried again and opens nothing', async () => {
  const { caller, seen } = failingWith('already_exists', 'already_exists', 'already_exists', 'already_exists')
  for (let nth = 0; nth < 4; nth++) assert.deepEqual(await caller.call(keyed, {}, options), fail({ code: 'already_exists', message: '' }))
  assert.equal(seen.length, 4)
  assert.deepEqual(await caller.call(keyed, {}, options), ok({}))
})

test('an outage opens the circuit and further calls are answered without the far side', async () => {
  const { caller, seen } = failingWith('unavailable', 'unavailable', 'unavailable')
  await caller.call(keyed, {}, options)
  assert.deepEqual(await caller.call(keyed, {}, options), fail(rpcFaults.open))
  assert.equal(seen.length, 3)
})

test('a call whose time is over is not made and opens no circuit', async () => {
  const { caller, seen } = failingWith()
  for (let nth = 0; nth < 5; nth++) {
    const over = await caller.call(keyed, {}, { timeoutMs: 0 })
    assert.equal(over.ok ? '' : over.error.code, 'deadline_exceeded')
  }
  assert.deepEqual(seen, [])
  assert.deepEqual(await caller.call(keyed, {}, options), ok({}))
})
