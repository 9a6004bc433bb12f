import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { readSupergraph } from '../supergraph/readSupergraph.ts'
import { requestOf } from '../testing/planOf.ts'
import { createApolloPlanner } from './apolloPlanner.ts'
import { createNativePlanner } from './nativePlanner.ts'
import type { CreatePlanner } from './planner.ts'
import { fetchesOf } from './steps.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'workload')
const skip = existsSync(folder) ? false : 'the workload is not beside this checkout'

test('the public benchmark query takes seven requests of the native planner, sixteen of the other', { skip }, async () => {
  const supergraph = readSupergraph(join(folder, 'supergraph.graphql'))
  const { heavy, light } = (await import(pathToFileURL(join(folder, 'query.mjs')).href)) as { heavy: string; light: string }
  assert.ok(supergraph.ok)
  const count = async (create: CreatePlanner): Promise<number[]> => {
    const planner = await create(supergraph.value)
    const plans = await Promise.all([heavy, light].map((operation) => planner.plan(requestOf(operation))))
    return plans.map(({ root }) => fetchesOf(root).length)
  }
  assert.deepEqual(await count(createNativePlanner), [7, 2])
  assert.deepEqual(await count(createApolloPlanner), [16, 2])
})
