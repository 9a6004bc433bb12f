import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import type { SendCall } from '../extensions/extension.ts'
import { systemContext } from '../telemetry/systemContext.ts'
import { readCacheHints } from './cacheHints.ts'
import { shareCalls } from './shareCalls.ts'
import { createViewerKeys } from './viewerKeys.ts'

const call: SubgraphCall = { subgraph: 'a', operation: 'query', operationName: undefined, query: '{ b }', body: '{"query":"{ b }"}' }
const context = systemContext(createLogger({ service: 'test', level: 'silent' }), 60_000)

/** How many calls are made for as many requests at once, whose contexts differ in this. */
async function callsFor(differences: readonly object[]): Promise<number> {
  let calls = 0
  const next: SendCall = async () => {
    calls += 1
    return { status: 200, text: '{}', headers: {} }
  }
  const hints = readCacheHints(parse('type Query { b: Int @cacheControl(scope: PUBLIC) }'))
  const send = shareCalls(next, { hints, keys: createViewerKeys(), changes: { count: 0 }, joined: () => undefined })
  await Promise.all(differences.map((different) => send(call, { ...context, ...different })))
  return calls
}

test('requests share where the headers that subgraphs are told of them are the same', async () => {
  assert.equal(await callsFor([{}, {}, {}]), 1)
  assert.equal(await callsFor([{ forwarded: { text: () => 'a' } }, { forwarded: { text: () => 'a' } }]), 1)
  assert.equal(await callsFor([{ forwarded: { text: () => 'a' } }, { forwarded: { text: () => 'b' } }, {}]), 3)
})

test('nothing is shared where the headers of subgraphs go on to clients', async () => {
  assert.equal(await callsFor([{ received: {} }, { received: {} }]), 2)
})
