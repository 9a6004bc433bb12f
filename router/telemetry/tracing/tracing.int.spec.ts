import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { ask } from '../../testing/ask.ts'
import { askInParts } from '../../testing/askInParts.ts'
import { startSmallGraph } from '../../testing/smallGraph.ts'
import { startTestRouter } from '../../testing/testRouter.ts'

interface SentSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string }[]
}

const sent: SentSpan[] = []
const seen: IncomingHttpHeaders[] = []
const collector = createServer((request, response) => {
  const chunks: Buffer[] = []
  seen.push(request.headers)
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as {
        readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[] }[]
      }
      sent.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
})
await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`
const graph = await startSmallGraph()
after(async () => {
  await graph.stop()
  collector.closeAllConnections()
  await new Promise((resolve) => collector.close(resolve))
})

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

test('an operation is a span below its caller, with a span for each request to a subgraph, which the subgraph goes on from', async (t) => {
  const router = await startTestRouter({ sdl: graph.sdl, config: { telemetry: { traces: { endpoint, everyMs: 50, headers: { 'x-key': 'k' } } } } })
  t.after(() => router.stop())
  graph.calls.splice(0)
  await ask(router, 'query Named { products { name } }', { headers: { traceparent: PARENT } })
  await router.stop()
  const operation = sent.find(({ name }) => name === 'query.Named')
  const fetches = sent.filter(({ name }) => name.startsWith('fetch '))
  assert.deepEqual([operation?.traceId, operation?.parentSpanId], ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'])
  assert.equal(fetches.length, graph.calls.length)
  assert.deepEqual(
    fetches.map(({ traceId, parentSpanId }) => [traceId, parentSpanId]),
    fetches.map(() => [operation?.traceId, operation?.spanId]),
  )
  assert.deepEqual(
    graph.calls.map(({ headers }) => headers['traceparent']).toSorted(),
    fetches.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).toSorted(),
  )
  assert.equal(seen[0]?.['x-key'], 'k')
  // Neither documents nor values.
  assert.deepEqual(operation?.attributes.map(({ key }) => key).toSorted(), ['graphql.execute.operationName', 'graphql.execute.operationType'])
  const line = router.lines.find(({ msg }) => msg === 'Request was answered')
  assert.equal(line?.['traceId'], operation?.traceId)
})

test('what is deferred is asked for below the span of its operation', async (t) => {
  const router = await startTestRouter({ sdl: graph.sdl, config: { telemetry: { traces: { endpoint, everyMs: 50 } } } })
  t.after(() => router.stop())
  sent.splice(0)
  const reply = await askInParts(router, 'query Late { product(id: "p1") { name ... @defer { stock } } }', { headers: { traceparent: PARENT } })
  assert.deepEqual(await reply.rest(), [
    { data: { product: { name: 'Kettle' } }, hasNext: true },
    { incremental: [{ path: ['product'], data: { stock: 10 } }], hasNext: false },
  ])
  await router.stop()
  const operation = sent.find(({ name }) => name === 'query.Late')
  const fetches = sent.filter(({ name }) => name.startsWith('fetch ')).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  assert.deepEqual(
    fetches.map(({ name, traceId, parentSpanId }) => [name, traceId, parentSpanId]),
    ['fetch catalogue', 'fetch stock'].map((name) => [name, operation?.traceId, operation?.spanId]),
  )
})

test('a collector that is away harms no request', async (t) => {
  const router = await startTestRouter({ sdl: graph.sdl, config: { telemetry: { traces: { endpoint: 'http://127.0.0.1:9/', everyMs: 20 } } } })
  t.after(() => router.stop())
  assert.equal((await ask(router, '{ products { name } }')).status, 200)
  await wait(100)
  assert.equal((await ask(router, '{ products { name } }')).status, 200)
})

test('how much of a request is the router’s own is a metric', async (t) => {
  const router = await startTestRouter({ sdl: graph.sdl })
  t.after(() => router.stop())
  await ask(router, '{ products { name } }')
  await wait(20)
  const text = await (await fetch(`http://127.0.0.1:${router.operatorPort}/metrics`)).text()
  assert.match(text, /router_overhead_seconds_count\{service="router"\} 1/)
})
