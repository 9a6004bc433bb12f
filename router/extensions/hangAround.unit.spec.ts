import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import { systemContext } from '../telemetry/systemContext.ts'
import type { Extension, SendCall } from './extension.ts'
import { aroundCalls, aroundRequests } from './hangAround.ts'

test('hangs the first extension outermost, and leaves alone what none of them touches', async () => {
  const order: string[] = []
  const named = (name: string): Extension => ({
    subgraphCall: (next) => async (call, context) => {
      order.push(`${name} before`)
      const reply = await next(call, context)
      order.push(`${name} after`)
      return reply
    },
  })
  const send: SendCall = async () => (order.push('sent'), { status: 200, text: '{}', headers: {} })
  const call: SubgraphCall = { subgraph: 'stock', operation: 'query', operationName: undefined, query: '{ a }', body: '{}' }
  const around = aroundCalls([named('one'), {}, named('two')], send, 'stock')
  assert.equal((await around(call, systemContext(createLogger({ service: 'test', level: 'silent' }), 1000))).status, 200)
  assert.deepEqual(order, ['one before', 'two before', 'sent', 'two after', 'one after'])
  assert.equal(aroundCalls([{}], send, 'stock'), send)
})

test('tells an extension the name of the subgraph that it is hung before', () => {
  const names: string[] = []
  const watching: Extension = { subgraphCall: (next, subgraph) => (names.push(subgraph), next) }
  const send = async () => ({ status: 200, text: '{}', headers: {} })
  assert.equal(aroundCalls([watching], send, 'stock'), send)
  assert.deepEqual(names, ['stock'])
})

test('costs a request nothing where nobody hangs around it', () => {
  const answer = async () => ({ status: 200, headers: {}, body: '' })
  assert.equal(aroundRequests([{ operation: (next) => next }, {}], answer), answer)
})
