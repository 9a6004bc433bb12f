import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { Kind, parse } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import { routerConfig } from '../config/routerConfig.ts'
import { context } from '../testing/handPlans.ts'
import { skip, startPublicWorkload, type PublicWorkload } from '../testing/publicWorkload.ts'
import { createAgoraEngine } from './agoraEngine.ts'
import { createApolloGatewayEngine } from './apolloGateway.ts'
import { openSubgraphs, type Subgraphs } from './subgraphs.ts'

let workload: PublicWorkload
let subgraphs: Subgraphs

before(async () => {
  if (skip !== false) return
  workload = await startPublicWorkload()
  const { supergraph } = workload
  subgraphs = openSubgraphs({ supergraph, config: routerConfig.parse({}), mintFor: () => null, createNode: null, observe: () => undefined })
})
after(async () => {
  await subgraphs?.close()
  workload?.stop()
})

const asked = async (): Promise<number> => Number(await (await fetch(workload.origin)).text())

/** What an answer takes, and what it is. */
async function counted(run: () => Promise<{ readonly data?: unknown; readonly errors?: readonly unknown[] | undefined }>) {
  const start = await asked()
  const { data, errors = [] } = await run()
  return { text: JSON.stringify(data), errors, calls: (await asked()) - start }
}

test('the public benchmark is answered as by @apollo/gateway, with fewer calls', { skip }, async () => {
  const { supergraph, queries } = workload
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
