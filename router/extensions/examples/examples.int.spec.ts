import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { print } from 'graphql'

import { ask, codesOf } from '../../testing/ask.ts'
import { composeSupergraph } from '../../testing/composeSupergraph.ts'
import { startTestRouter, type TestRouter } from '../../testing/testRouter.ts'
import { isBetween } from './closedAtNight.ts'

const seen: { readonly body: string; readonly signature: unknown }[] = []
const server = createServer(async (request, response) => {
  seen.push({ body: await text(request), signature: request.headers['signature'] })
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":1,"change":1,"__typename":"Query"}}')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
server.unref()

const sdl = print(composeSupergraph({ s: 'type Query { a: Int } type Mutation { change: Int }' }).document)
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
const module = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

let router: TestRouter | undefined
afterEach(async () => {
  await router?.stop()
  router = undefined
  seen.splice(0)
})

async function open(name: string, options?: object): Promise<TestRouter> {
  return (router = await startTestRouter({ sdl, config: { subgraphs: { s: { url } }, extensions: [{ module: module(name), options }] } }))
}

test('sayOperation tells in a header which operation was answered, and nothing of one without a name', async () => {
  const own = await open('sayOperation.ts')
  for (let sight = 0; sight < 3; sight++) {
    assert.equal((await ask(own, 'query Shown { a }')).headers['x-operation-name'], 'Shown')
    assert.equal((await ask(own, '{ a }')).headers['x-operation-name'], undefined)
  }
})

test('closedAtNight refuses what an application would change at night, and nothing else', async () => {
  const own = await open('closedAtNight.ts', { client: 'robot', from: '0', to: 24 })
  const as = (name: string) => ({ headers: { 'apollographql-client-name': name } })
  for (let sight = 0; sight < 3; sight++) {
    const refused = await ask(own, 'mutation { change }', as('robot'))
    assert.deepEqual(
      [refused.status, codesOf(refused), refused.json?.errors?.[0]?.message],
      [403, ['CLOSED_AT_NIGHT'], "Nothing is changed between 0 and 24 o'clock, UTC."],
    )
    assert.equal(seen.length, sight * 2)
    assert.equal((await ask(own, '{ a }', as('robot'))).status, 200)
    assert.equal((await ask(own, 'mutation { change }', as('shop'))).status, 200)
  }
})

test('a night may have midnight in it', () => {
  const nightly = [0, 5, 6, 12, 21, 22, 23].map((now) => isBetween(now, 22, 6))
  assert.deepEqual(nightly, [true, true, false, false, false, true, true])
  assert.deepEqual([isBetween(3, 2, 4), isBetween(4, 2, 4), isBetween(0, 7, 7)], [true, false, false])
})

test('signCalls signs every request to the subgraphs that it is told, by what is sent', async () => {
  const secret = 'a secret of thirty-two characters'
  const own = await open('signCalls.ts', { secret, subgraphs: ['s'] })
  await ask(own, '{ a }')
  await ask(own, 'mutation { change }')
  assert.equal(seen.length, 2)
  for (const { body, signature } of seen) {
    const [, time = '', hash] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(signature)) ?? []
    assert.equal(hash, createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'))
    assert.ok(Math.abs(Number(time) - Date.now() / 1000) < 60)
  }
  await assert.rejects(
    startTestRouter({ sdl, config: { extensions: [{ module: module('signCalls.ts'), options: { secret, subgraphs: ['t'] } }] } }),
    { message: /There is no subgraph t\.$/ },
  )
  await assert.rejects(startTestRouter({ sdl, config: { extensions: [{ module: module('signCalls.ts') }] } }), {
    message: /does not take its options: secret: .*; subgraphs: /,
  })
})

test('what the page for operators shows of an example is the example', () => {
  const shown = /```ts\n([^]*?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1]?.split('\n') ?? []
  const source = new Set(readFileSync(new URL('sayOperation.ts', import.meta.url), 'utf8').split('\n'))
  assert.equal(shown.length > 10, true)
  assert.deepEqual(
    shown.filter((line) => !source.has(line)),
    [],
  )
})
