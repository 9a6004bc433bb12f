import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { routerConfig } from '../../config/routerConfig.ts'
import type { SubgraphCall } from '../../execution/callSubgraph.ts'
import { createShelf } from '../../reload/lasting.ts'
import { systemContext } from '../../telemetry/systemContext.ts'
import { openModules, type OpenModules } from './openModules.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-open-modules-'))
after(() => rmSync(folder, { recursive: true }))

const logger = createLogger({ service: 'test', level: 'silent' })
const hold = createShelf().hold()
after(() => hold.release())

async function open(source: string, more: object = {}): Promise<OpenModules> {
  const module = join(folder, 'module.mjs')
  writeFileSync(module, source)
  const config = routerConfig.parse({ extensions: [{ module }], ...more })
  return openModules({ supergraph: { members: [] }, config, lasting: hold, metrics: createMetrics('router'), logger, beginMs: 200 })
}

test('a module that does not begin in time is refused, whatever it waits for', async () => {
  for (const source of ['export default () => new Promise(() => {})', 'await new Promise(() => {}); export default () => ({})']) {
    await assert.rejects(open(source), { message: `The extension ${join(folder, 'module.mjs')} has not begun within 200 ms.` })
  }
})

test('around a call nothing is told of application and address where it may be made for several', async () => {
  const source = `export default () => ({ subgraphCall: (next) => (call, context) => next({ ...call, headers: { who: String([context.client, context.address]) } }, context) })`
  const call: SubgraphCall = { subgraph: 's', operation: 'query', operationName: undefined, query: '{ a }', body: '{}' }
  const context = { ...systemContext(logger, 1000), client: 'shop', address: '127.0.0.1' }
  const told = async (more: object): Promise<unknown> => {
    const { calls } = await open(source, more)
    let who: unknown
    const send = async ({ headers }: SubgraphCall) => ((who = headers?.['who']), { status: 200, text: '{}', headers: {} })
    await calls[0]?.subgraphCall?.(send, 's')(call, context)
    return who
  }
  assert.equal(await told({}), 'shop,127.0.0.1')
  for (const more of [{ sharing: { calls: true } }, { sharing: { operations: true } }, { cache: { subgraphs: ['s'] } }])
    assert.equal(await told(more), ',')
})
