import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { people } from '../testing/smallSupergraphs.ts'
import { startPlanningThread } from './planningThread.ts'

const { sdl } = composeSupergraph(people)
const question = { document: '{ me { name } }', operationName: undefined, overrides: new Set<string>() }
const limits = { timeoutMs: 10_000, idleMs: 60_000, heapMb: 256 }

test('several questions are answered, each with its own', async () => {
  const thread = await startPlanningThread(sdl, limits)
  const answers = await Promise.allSettled([
    thread.plan(question),
    thread.plan({ ...question, document: '{ me { nothing } }' }),
    thread.plan(question),
  ])
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.equal(thread.isAlive(), true)
})

test('a question that takes too long ends the thread with all that wait', async () => {
  const thread = await startPlanningThread(sdl, { ...limits, timeoutMs: 0 })
  const answers = await Promise.allSettled([thread.plan(question), thread.plan(question)])
  assert.deepEqual(
    answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : '')),
    ['Error: An operation could not be planned within 0 ms.', 'Error: An operation could not be planned within 0 ms.'],
  )
  assert.equal(thread.isAlive(), false)
})

test('a thread that nobody asks ends', async () => {
  const thread = await startPlanningThread(sdl, { ...limits, idleMs: 20 })
  await sleep(100)
  assert.equal(thread.isAlive(), false)
})

test('a supergraph that cannot be planned for is refused', async () => {
  await assert.rejects(startPlanningThread('type Query { a: Int }', limits), /must be a core schema/)
})
