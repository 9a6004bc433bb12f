import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { Kind, parse } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import { routerConfig } from '../config/routerConfig.ts'
import { parseSupergraph, type Supergraph } from '../supergraph/readSupergraph.ts'
import { context } from '../testing/handPlans.ts'
import { createAgoraEngine } from './agoraEngine.ts'
import { createApolloGatewayEngine } from './apolloGateway.ts'
import { openSubgraphs, type Subgraphs } from './subgraphs.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'workload')
const skip = existsSync(folder) ? false : 'the workload is not beside this checkout'
const home = mkdtempSync(join(tmpdir(), 'workload-'))
let server: ChildProcess
let origin = ''
let supergraph: Supergraph
let subgraphs: Subgraphs

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

before(async () => {
  if (skip !== false) return
  // Its server finds its packages from where it lies.
  copyFileSync(join(folder, 'subgraphs.mjs'), join(home, 'subgraphs.mjs'))
  symlinkSync(join(import.meta.dirname, '..', 'node_modules'), join(home, 'node_modules'))
  const port = await freePort()
  server = spawn(process.execPath, [join(home, 'subgraphs.mjs'), `${port}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server.stdout ?? server, 'data')
  origin = `http://127.0.0.1:${port}`
  const read = parseSupergraph(readFileSync(join(folder, 'supergraph.graphql'), 'utf8').replaceAll(':4300/', `:${port}/`))
  assert.ok(read.ok)
  supergraph = read.value
  subgraphs = openSubgraphs({ supergraph, config: routerConfig.parse({}), mintFor: () => null, createNode: null, observe: () => undefined })
})
after(async () => {
  await subgraphs?.close()
  server?.kill()
  rmSync(home, { recursive: true })
})

const asked = async (): Promise<number> => Number(await (await fetch(origin)).text())

/** What an answer takes, and what it is. */
async function counted(run: () => Promise<{ readonly data?: unknown; readonly errors?: readonly unknown[] | undefined }>) {
  const start = await asked()
  const { data, errors = [] } = await run()
  return { text: JSON.stringify(data), errors, calls: (await asked()) - start }
}

test('the public benchmark is answered as by @apollo/gateway, with fewer calls', { skip }, async () => {
  const queries = (await import(pathToFileURL(join(folder, 'query.mjs')).href)) as { heavy: string; light: string }
  const { ask, call } = subgraphs
  const parts = { supergraph, ask, call, logger: createLogger({ service: 'router', level: 'silent' }) }
  const figures = { asked: () => undefined, changed: () => undefined }
  const gateway = await createApolloGatewayEngine(parts)
  const own = await createAgoraEngine({ config: routerConfig.parse({}), figures })(parts)
  const calls: number[][] = []
  for (const query of [queries.heavy, queries.light]) {
    const document = parse(query)
    const [definition] = document.definitions
    assert.equal(definition?.kind, Kind.OPERATION_DEFINITION)
    const operation = { document, definition, name: undefined, variables: {}, coerced: {}, source: query, hash: query }
    const theirs = await counted(() => gateway.execute(operation, context))
    // At first by closures, then by generated source.
    for (let run = 0; run < 5; run++) {
      const ours = await counted(() => own.execute(operation, context))
      assert.deepEqual([ours.text, ours.errors], [theirs.text, theirs.errors])
      calls.push([ours.calls, theirs.calls])
    }
  }
  assert.deepEqual(calls, [...Array.from({ length: 5 }, () => [7, 16]), ...Array.from({ length: 5 }, () => [2, 2])])
  await Promise.all([gateway.stop(), own.stop()])
})
