import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'

import type { Transport } from '@connectrpc/connect'

import { fail, ok } from '@agora/errors/result.ts'

import { rpcCodes, type RpcCode } from './fault.ts'
import { MAX_BODY_BYTES, openDoors, ways, type Doors } from './fixtures/doors.ts'
import { examples } from './fixtures/examples.ts'
import { libraryCall } from './fixtures/libraryCall.ts'
import { commit, restock } from './methods/inventory.ts'

let doors: Doors
before(async () => {
  doors = await openDoors()
})
after(() => doors.close())
beforeEach(() => {
  doors.script.seen.length = 0
  doors.script.answer = () => Promise.reject(new Error('no answer was scripted'))
})
const call = { method: commit as typeof commit & (typeof examples)[number]['method'], request: { key: 'k', orderId: 'o' } }

for (const way of ways) {
  describe(`Connect's own client, ${way}`, () => {
    let transport: Transport
    before(() => void (transport = doors.transport(way)))

    test('asks and is answered by every method, with and without what may be absent', async () => {
      for (const { name, method, request, response } of examples) {
        doors.script.answer = async () => ok(response)
        assert.deepEqual(await libraryCall(transport, { method, request }), ok(response), name)
        assert.deepEqual(doors.script.seen.pop()?.request, request, name)
      }
    })

    test('says who calls, under which request id and trace, and how long it waits', async () => {
      doors.script.answer = async () => ok({ ok: true })
      await libraryCall(transport, { ...call, timeoutMs: 2000 })
      const { caller, requestId, traceparent, remainingMs } = doors.script.seen[0]?.call ?? {}
      assert.deepEqual([caller, requestId, traceparent], ['orders', 'req_1', '00-a-b-01'])
      const left = remainingMs?.() ?? 0
      assert.ok(left > 1000 && left <= 2000, `${left}`)
    })

    test('reads each code of a fault', async () => {
      for (const code of Object.keys(rpcCodes) as RpcCode[]) {
        const fault = fail({ code, message: `because of ${code}` })
        doors.script.answer = async () => fault
        assert.deepEqual(await libraryCall(transport, call), fault)
      }
    })

    test('learns nothing of a bug but that there is one', async () => {
      const bug = fail({ code: 'internal', message: 'The call failed; the request id finds it in the log' })
      doors.script.answer = () => Promise.reject(new Error('secret detail'))
      assert.deepEqual(await libraryCall(transport, call), bug)
      doors.script.answer = async () => ok({ ok: 'perhaps' })
      assert.deepEqual(await libraryCall(transport, call), bug)
    })

    test('is told that the time is over, and so is the handler', async () => {
      let aborted: (value: true) => void = () => undefined
      const abortion = new Promise<true>((resolve) => (aborted = resolve))
      doors.script.answer = (_request, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted(true))
        })
      const late = await libraryCall(transport, { ...call, timeoutMs: 60 })
      assert.equal(late.ok ? '' : late.error.code, 'deadline_exceeded')
      assert.equal(await abortion, true)
    })

    test('is refused what does not fit the method, and nothing runs', async () => {
      const unfit = await libraryCall(transport, { ...call, request: { key: '', orderId: 'o' } })
      assert.equal(unfit.ok ? '' : unfit.error.code, 'invalid_argument')
      assert.equal(doors.script.seen.length, 0)
    })

    test('is refused more bytes than are read', async () => {
      const lines = Array.from({ length: 90 }, (_, nth) => ({ variantId: `variant-${nth}`, quantity: 1 }))
      assert.ok(JSON.stringify(lines).length > MAX_BODY_BYTES)
      const answer = await libraryCall(transport, { method: restock as typeof call.method, request: { ...call.request, lines } })
      assert.equal(answer.ok, false)
      assert.equal(doors.script.seen.length, 0)
    })
  })
}
