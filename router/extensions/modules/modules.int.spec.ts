import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { ask, codesOf, send } from '../../testing/ask.ts'
import { startScriptedSubgraph, type ScriptedSubgraph } from '../../testing/scriptedSubgraph.ts'
import { startTestRouter, type TestRouter } from '../../testing/testRouter.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-modules-'))
let subgraph: ScriptedSubgraph
let router: TestRouter | undefined

before(async () => {
  subgraph = await startScriptedSubgraph()
})
afterEach(async () => {
  await router?.stop()
  router = undefined
  subgraph.seen.splice(0)
})
after(async () => {
  await subgraph.stop()
  rmSync(folder, { recursive: true })
})

/** Writes a module whose default function answers what the text says. */
function write(name: string, extension: string, more = ''): string {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, `${more}\nexport default ({ options, logger, metrics, subgraphs, signal, refuse }) => (${extension})\n`)
  return file
}

const configOf = (modules: readonly (string | { readonly module: string; readonly options: unknown })[], more: object = {}) => ({
  subgraphs: { s: { url: subgraph.url } },
  extensions: modules.map((one) => (typeof one === 'string' ? { module: one } : one)),
  ...more,
})

async function open(...given: Parameters<typeof configOf>): Promise<TestRouter> {
  return (router = await startTestRouter({ sdl: subgraph.sdl, config: configOf(...given) }))
}

/** What was logged of extensions that failed. */
const failuresOf = ({ lines }: TestRouter): unknown[] =>
  lines.filter(({ msg }) => msg === 'Extension failed').map(({ extension, hook, err }) => [extension, hook, (err as { message: string }).message])

test('a request is refused by its headers before its body is read, and the response to any other is written anew', async () => {
  const own = await open([
    write(
      'door',
      `{ request: (next) => async (request, context) => {
        if (request.headers['x-tenant'] === undefined) return refuse.request({ status: 421, code: 'NO_TENANT', message: 'Say x-tenant.' }, context)
        const { status, headers, body } = await next(request, context)
        return { status: status === 200 ? 203 : status, headers: { ...headers, 'cache-control': 'private, max-age=5', 'x-viewer': context.viewer.kind }, body }
      } }`,
    ),
  ])
  const refused = await ask(own, '{ a }')
  assert.deepEqual(
    [refused.status, refused.json?.errors, subgraph.seen.length],
    [421, [{ message: 'Say x-tenant.', extensions: { code: 'NO_TENANT', requestId: refused.headers['x-request-id'] } }], 0],
  )
  for (let sight = 0; sight < 3; sight++) {
    const { status, headers, json } = await ask(own, '{ a }', { headers: { 'x-tenant': 't' } })
    assert.deepEqual([status, headers['cache-control'], headers['x-viewer'], json], [203, 'private, max-age=5', 'anonymous', { data: { a: 1 } }])
  }
  const invalid = await ask(own, '{ b }', { headers: { 'x-tenant': 't' } })
  assert.deepEqual([invalid.status, codesOf(invalid), invalid.headers['x-viewer']], [400, ['GRAPHQL_VALIDATION_FAILED'], 'anonymous'])
  const page = await send(`${own.url}/graphql`, { headers: { 'x-tenant': 't', accept: 'text/html' } })
  assert.deepEqual([page.headers['x-viewer'], page.headers['content-type']], ['anonymous', 'text/html'])
})

test('who is refused while the body is on its way hears so, though it never comes', async () => {
  const own = await open([
    write('early', `{ request: () => async (_, context) => refuse.request({ status: 403, code: 'NO', message: 'No.' }, context) }`),
  ])
  const asking = httpRequest(`${own.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': 1000 } })
  asking.on('error', () => undefined).write('{')
  const status = await new Promise((resolve) => asking.once('response', (response) => resolve(response.statusCode)))
  asking.destroy()
  assert.equal(status, 403)
})

test('no module is shown a credential; what the rules let through goes on all the same, and what a module adds to a request with it', async () => {
  const own = await open(
    [
      write(
        'tenant',
        `{ request: (next) => async (request, context) => {
          const answer = await next({ ...request, headers: { ...request.headers, 'x-tenant': request.headers['x-key'] + '!' } }, context)
          return { ...answer, headers: { ...answer.headers, 'x-shown': Object.keys(request.headers).filter((name) => /cookie|auth/.test(name)).join() || 'none' } }
        } }`,
      ),
    ],
    { headers: { request: [{ propagate: 'cookie' }, { propagate: 'x-tenant' }] } },
  )
  for (const key of ['one', 'two']) {
    const { headers } = await ask(own, '{ a }', { headers: { cookie: `session=${key}`, 'x-key': key, 'proxy-authorization': 'Basic x' } })
    assert.equal(headers['x-shown'], 'none')
  }
  assert.deepEqual(
    subgraph.seen.map(({ headers }) => [headers.cookie, headers['x-tenant'], headers['proxy-authorization']]),
    [
      ['session=one', 'one!', undefined],
      ['session=two', 'two!', undefined],
    ],
  )
})

for (const [hook, extension, status] of [
  [
    'request',
    `{ request: (next) => async (request, context) => request.headers['x-break'] ? Promise.reject(new Error('oh')) : next(request, context) }`,
    500,
  ],
  [
    'request',
    `{ request: (next) => (request, context) => { if (request.headers['x-break']) throw new Error('oh'); return next(request, context) } }`,
    500,
  ],
  [
    'operation',
    `{ operation: (next) => async (operation, context) => { if (context.client === 'break') throw new Error('oh'); return next(operation, context) } }`,
    500,
  ],
  [
    'subgraphCall',
    `{ subgraphCall: (next) => async (call, context) => { if (context.client === 'break') throw new Error('oh'); return next(call, context) } }`,
    200,
  ],
] as const) {
  test(`what a hook around ${hook === 'subgraphCall' ? 'calls' : `${hook}s`} throws is a masked error of that request alone, told by the module's name`, async () => {
    const own = await open([write('breaks', extension)])
    const headers = { 'x-break': '1', 'apollographql-client-name': 'break' }
    for (let sight = 0; sight < 3; sight++) {
      const broken = await ask(own, '{ a }', { headers })
      assert.deepEqual([broken.status, codesOf(broken)], [status, ['INTERNAL_SERVER_ERROR']])
      assert.doesNotMatch(broken.text, /oh/)
      assert.deepEqual((await ask(own, '{ a }')).json, { data: { a: 1 } })
    }
    assert.deepEqual(
      failuresOf(own),
      Array.from({ length: 3 }, () => ['breaks', hook, 'oh']),
    )
    const metrics = await send(`http://127.0.0.1:${own.operatorPort}/metrics`)
    assert.match(metrics.text, new RegExp(`router_extension_failures_total\\{extension="breaks",hook="${hook}",service="router"\\} 3`))
  })
}

for (const [what, extension] of [
  ['nothing', `{ request: () => async () => undefined }`],
  ['a status that is none', `{ request: () => async () => ({ status: 99, headers: {}, body: '' }) }`],
  ['a header with a line break', `{ request: () => async () => ({ status: 200, headers: { a: 'x\\nset-cookie: b' }, body: '' }) }`],
  ['a length of its own', `{ request: () => async () => ({ status: 200, headers: { 'Content-Length': '3' }, body: 'none' }) }`],
  [
    'a refusal with a status that is none',
    `{ operation: () => async (_, context) => refuse.operation({ status: '403', code: 'X', message: 'x' }, context) }`,
  ],
  ['no operation', `{ operation: () => async () => null }`],
] as const) {
  test(`a hook that answers ${what} is a hook that failed`, async () => {
    const own = await open([write('odd', extension)])
    const answer = await ask(own, '{ a }')
    assert.deepEqual([answer.status, codesOf(answer), failuresOf(own).length], [500, ['INTERNAL_SERVER_ERROR'], 1])
  })
}

test('an answer in parts is sent as they come, and given up when nobody reads on', async () => {
  const own = await open([
    write(
      'parts',
      `{ request: () => async (request) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: (async function* () {
        try { for (let part = 0; part < 1000; part++) { yield part + '\\n'; await new Promise((resolve) => setTimeout(resolve, 5)) } }
        finally { logger.info('Ended') }
      })() }) }`,
    ),
  ])
  const said: string[] = []
  const asking = httpRequest(`${own.url}/graphql?query={a}`, (response) =>
    response.setEncoding('utf8').on('data', (part: string) => {
      said.push(part)
      if (said.length === 3) asking.destroy()
    }),
  )
  asking.on('error', () => undefined).end()
  await until(() => own.lines.some(({ msg }) => msg === 'Ended'))
  assert.deepEqual(said, ['0\n', '1\n', '2\n'])
  assert.deepEqual(
    own.lines.filter(({ level }) => level === 'error' || Number(level) >= 50),
    [],
  )
})

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    assert.ok(turn < 500, 'It did not come to that within 5 s')
    await wait(10)
  }
}

test("a subgraph that cannot be reached is nobody's failure, and a module may answer in its place", async () => {
  const own = await open([
    write('passes', `{ subgraphCall: (next) => (call, context) => next(call, context) }`),
    write(
      'replaces',
      `{ subgraphCall: (next) => (call, context) => next(call, context).catch((error) => context.client === 'x' ? { status: 200, text: '{"data":{"a":7}}', headers: {} } : Promise.reject(error)) }`,
    ),
  ])
  subgraph.script(...Array.from({ length: 3 }, () => (response: { destroy(): void }) => response.destroy()))
  assert.deepEqual(codesOf(await ask(own, '{ a }')), ['SERVICE_UNAVAILABLE'])
  subgraph.script(...Array.from({ length: 3 }, () => (response: { destroy(): void }) => response.destroy()))
  assert.deepEqual((await ask(own, '{ a }', { headers: { 'apollographql-client-name': 'x' } })).json, { data: { a: 7 } })
  assert.deepEqual(failuresOf(own), [])
})

test('an operation is refused with a status of its own, a call for its fields alone, the first time and later', async () => {
  const own = await open([
    write(
      'refuses',
      `{ operation: (next) => async (operation, context) => operation.name === 'No' ? refuse.operation({ status: 418, code: 'TEA', message: 'No.' }, context) : next(operation, context),
         subgraphCall: (next) => async (call, context) => call.operation === 'mutation' ? refuse.call({ code: 'FORBIDDEN', message: 'Not now.' }) : next(call, context) }`,
    ),
  ])
  for (let sight = 0; sight < 3; sight++) {
    const whole = await ask(own, 'query No { a }')
    assert.deepEqual([whole.status, codesOf(whole)], [418, ['TEA']])
    const part = await ask(own, 'mutation { pay }')
    assert.deepEqual([part.status, part.json?.data, codesOf(part)], [200, { pay: null }, ['FORBIDDEN']])
  }
  assert.equal(subgraph.seen.length, 0)
})

test('modules stand behind what bounds operations and before what answers several at once, the first of the config outermost', async () => {
  const counts = `{ operation: (next) => (operation, context) => { asked.inc({ by: options.name }); return next(operation, context) } }`
  const file = write('counts', `((asked) => (${counts}))(metrics.counter('extension_asked_total', 'Asked.', ['by']))`)
  const own = await open(
    [
      { module: file, options: { name: 'outer' } },
      write(
        'stops',
        `{ operation: (next) => (operation, context) => context.client === 'x' ? refuse.operation({ status: 403, code: 'X', message: 'x' }, context) : next(operation, context) }`,
      ),
      { module: file, options: { name: 'inner' } },
    ],
    { demandControl: { mode: 'enforce', max: 1 }, sharing: { operations: true } },
  )
  assert.equal((await ask(own, 'mutation { change pay }')).status, 400)
  assert.equal((await ask(own, '{ a }', { headers: { 'apollographql-client-name': 'x' } })).status, 403)
  await Promise.all([ask(own, '{ a }'), ask(own, '{ a }'), ask(own, '{ a }')])
  const { text } = await send(`http://127.0.0.1:${own.operatorPort}/metrics`)
  assert.deepEqual(
    [...text.matchAll(/^extension_asked_total\{by="(\w+)".*\} (\d+)$/gm)].map(([, by, count]) => [by, count]),
    [
      ['outer', '4'],
      ['inner', '3'],
    ],
  )
})
