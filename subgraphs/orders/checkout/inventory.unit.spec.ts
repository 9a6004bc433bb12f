import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CallOptions, Caller } from '@agora/rpc/caller.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { carryOut, type InventoryStep, type InventoryStepResponse } from '@agora/rpc/methods/inventory.ts'

import { createInventory } from './inventory.ts'

type Answers = Result<readonly InventoryStepResponse[], RpcFault>

interface Made {
  readonly keys: readonly string[]
  readonly options: CallOptions
}

/** A way to the stock that keeps the calls and answers them as it is told. */
function stockThat(answers: (steps: readonly InventoryStep[]) => Answers | Promise<Answers>) {
  const calls: Made[] = []
  const products: Pick<Caller, 'call'> = {
    async call<Request, Response>(method: RpcMethod<Request, Response>, request: Request, options: CallOptions) {
      const { steps } = carryOut.request.parse(request)
      calls.push({ keys: steps.map(({ key }) => key), options })
      const answer = await answers(steps)
      return answer.ok ? ok(method.response.parse({ answers: answer.value })) : answer
    },
  }
  return { calls, inventory: createInventory(products) }
}

const yes: InventoryStepResponse = { ok: true, shortages: [] }
const no: InventoryStepResponse = { ok: false, reason: 'NOT_RESERVED', shortages: [] }
const faulty: InventoryStepResponse = { ok: false, shortages: [], fault: 'already_exists', faultMessage: 'The key was used' }

const commitOf = (orderId: string, { timeoutMs = 5000, requestId = `req-${orderId}` } = {}) => ({
  step: { kind: 'COMMIT' as const, key: `${orderId}:commit`, orderId, requestId },
  timeoutMs,
})

test('steps that are ready at once go by one call, in their order, each with its own request', async () => {
  const seen: InventoryStep[] = []
  const { calls, inventory } = stockThat((steps) => {
    seen.push(...steps)
    return ok(steps.map(() => yes))
  })
  const lines = [{ variantId: 'var_1', quantity: 2 }]
  const reserving = { ...commitOf('b'), step: { ...commitOf('b').step, kind: 'RESERVE' as const, key: 'b:reserve', lines } }
  assert.deepEqual(await Promise.all([inventory(commitOf('a')), inventory(reserving), inventory(commitOf('c'))]), [ok(yes), ok(yes), ok(yes)])
  assert.deepEqual(
    calls.map(({ keys }) => keys),
    [['a:commit', 'b:reserve', 'c:commit']],
  )
  assert.deepEqual(
    seen.map((step) => [step.requestId, step.lines]),
    [
      ['req-a', []],
      ['req-b', lines],
      ['req-c', []],
    ],
  )
  await inventory(commitOf('d'))
  assert.equal(calls.length, 2)
})

test('each gets the answer, the refusal or the fault of its own step', async () => {
  const { inventory } = stockThat(() => ok([yes, no, faulty]))
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((id) => inventory(commitOf(id)))), [
    ok(yes),
    ok(no),
    fail({ code: 'already_exists', message: 'The key was used' }),
  ])
})

test('a call that fails is the fault of all its steps', async () => {
  const away: RpcFault = { code: 'unavailable', message: 'away' }
  const { calls, inventory } = stockThat(() => fail(away))
  assert.deepEqual(await Promise.all(['a', 'b'].map((id) => inventory(commitOf(id)))), [fail(away), fail(away)])
  assert.equal(calls.length, 1)
})

test('a step without an answer among the answers is a fault of the other side, never a success', async () => {
  const { inventory } = stockThat(() => ok([yes]))
  const [first, second] = await Promise.all(['a', 'b'].map((id) => inventory(commitOf(id))))
  assert.deepEqual([first, second?.ok, second?.ok === false && second.error.code], [ok(yes), false, 'internal'])
})

test('a call that throws rejects its own steps, each after a call of its own', async () => {
  const { calls, inventory } = stockThat((steps) => {
    if (steps.some(({ orderId }) => orderId === 'b')) throw new TypeError('no such step')
    return ok(steps.map(() => yes))
  })
  const settled = await Promise.allSettled(['a', 'b', 'c'].map((id) => inventory(commitOf(id))))
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(
    calls.map(({ keys }) => keys),
    [['a:commit', 'b:commit', 'c:commit'], ['a:commit'], ['b:commit'], ['c:commit']],
  )
})

test('no call has more than a hundred steps', async () => {
  const { calls, inventory } = stockThat((steps) => ok(steps.map(() => yes)))
  await Promise.all(Array.from({ length: 250 }, (_, nth) => inventory(commitOf(`${nth}`))))
  assert.deepEqual(
    calls.map(({ keys }) => keys.length),
    [100, 100, 50],
  )
})

test('four calls are under way at most; what comes meanwhile goes with the next', async () => {
  const open: (() => void)[] = []
  const { calls, inventory } = stockThat(async (steps) => {
    await new Promise<void>((resolve) => open.push(resolve))
    return ok(steps.map(() => yes))
  })
  const all = Promise.all(Array.from({ length: 450 }, (_, nth) => inventory(commitOf(`${nth}`))))
  while (open.length < 4) await new Promise(setImmediate)
  assert.deepEqual(
    calls.map(({ keys }) => keys.length),
    [100, 100, 100, 100],
  )
  for (let nth = 0; nth < 5; nth += 1) {
    open[nth]?.()
    await new Promise(setImmediate)
  }
  assert.equal((await all).length, 450)
  assert.deepEqual(calls.at(-1)?.keys.length, 50)
})

test('a call is waited for as long as the most hurried of its steps, and is made in the name of the first', async () => {
  const { calls, inventory } = stockThat((steps) => ok(steps.map(() => yes)))
  await Promise.all([inventory(commitOf('a')), inventory(commitOf('b', { timeoutMs: 700 }))])
  assert.deepEqual(
    calls.map(({ options }) => options),
    [{ timeoutMs: 700, requestId: 'req-a' }],
  )
})
