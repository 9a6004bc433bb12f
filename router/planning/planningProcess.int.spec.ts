import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { drawPlan } from '../testing/drawPlan.ts'
import { requestOf } from '../testing/planOf.ts'
import { guarded, media } from '../testing/smallSupergraphs.ts'
import { createApolloPlanner } from './apolloPlanner.ts'
import type { NativeQuestion } from './nativeAsk.ts'
import { createNativePlanner } from './nativePlanner.ts'
import { startPlanningProcess, type PlanningProcess, type ProcessLimits } from './planningProcess.ts'

const { sdl } = composeSupergraph(media)
const limits: ProcessLimits = { timeoutMs: 10_000, idleMs: 60_000, heapMb: 64 }
const script = new URL('./nativeProcess.ts', import.meta.url)
const ask = (document: string): NativeQuestion => ({ document, operationName: null, labels: [], percentage: 100 })
const plain = ask('{ books { stars } }')
/** Valid, and the planner panics over it, which ends its process. */
const fatal = ask('{ books { stars } books { stars: stars } }')

async function withProcess(given: Partial<ProcessLimits>, use: (planner: PlanningProcess<NativeQuestion>) => Promise<void>): Promise<void> {
  const planner = await startPlanningProcess<NativeQuestion>(script, sdl, { ...limits, ...given })
  await use(planner).finally(planner.stop)
}

test('questions are answered in their order, each with its own', () =>
  withProcess({}, async ({ ask: put }) => {
    const answers = await Promise.allSettled([put(plain), put(ask('{ nothing }')), put(plain)])
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
  }))

test('a planner that breaks down over an operation fails that one alone, and is not asked it again', () =>
  withProcess({}, async ({ ask: put }) => {
    const [before, broken, after] = await Promise.allSettled([put(plain), put(fatal), put(plain)])
    assert.deepEqual([before?.status, after?.status], ['fulfilled', 'fulfilled'])
    assert.match(broken?.status === 'rejected' ? String(broken.reason) : '', /The planner broke down \(SIG/)
    await assert.rejects(put(fatal), /broke down over this operation before/)
  }))

test('a planner that was stopped takes no more questions, and one that takes too long is given up', async () => {
  await withProcess({}, async ({ ask: put, stop }) => {
    await put(plain)
    stop()
    await assert.rejects(put(plain), /was stopped/)
  })
  await assert.rejects(startPlanningProcess(script, sdl, { ...limits, timeoutMs: 1 }), /Planning took more than 1 ms/)
})

test('a planner that nobody asks ends, and begins anew with the next question', () =>
  withProcess({ idleMs: 20 }, async ({ ask: put }) => {
    await sleep(100)
    assert.ok(await put(plain))
  }))

test('a supergraph for which there is no planner is refused with its reason', async () => {
  const apollo = new URL('./apolloProcess.ts', import.meta.url)
  await assert.rejects(startPlanningProcess(apollo, 'type Query { a: Int }', { ...limits, heapMb: 256 }), /must be a core schema/)
})

test('both planners plan in processes of their own, for protected supergraphs too, and say what they cannot', async () => {
  for (const create of [createNativePlanner, createApolloPlanner]) {
    const planner = await create(composeSupergraph(guarded))
    assert.match(drawPlan(await planner.plan(requestOf('{ thing { x y } }'))), /^sequence\n {2}a \{thing\{__typename .*\}\}\n {2}b query/)
    await assert.rejects(planner.plan(requestOf('{ nothing }')), /nothing/)
    assert.equal(drawPlan(await planner.plan(requestOf('{ thing { x } }'))), 'a {thing{x}}')
    planner.stop?.()
  }
})
