import assert from 'node:assert/strict'
import { test } from 'node:test'

import { compilePlan } from '../execution/plan/compilePlan.ts'
import type { Gathering } from '../execution/plan/gathering.ts'
import type { DeferredPart } from '../planning/plan.ts'
import { context, facts, fakeSubgraphs, planOf, root, type Answers } from '../testing/handPlans.ts'
import { gatherParts } from './gatherParts.ts'

const part: Omit<DeferredPart, 'label' | 'step'> = { path: [], selection: null, when: [], atOnce: false, after: [] }

const deferred: readonly DeferredPart[] = [
  { ...part, label: 'first', step: root('first', '{ b }') },
  { ...part, label: 'second', after: [0], step: root('second', '{ c }') },
  { ...part, label: 'early', atOnce: true, step: root('early', '{ d }') },
  { ...part, label: 'never', when: [{ variable: 'x', is: true }], step: root('never', '{ e }') },
]

const answers: Answers = {
  root: { data: { a: 1 } },
  first: { errors: [{ message: 'broken' }] },
  second: { data: { c: 3 } },
  early: { data: { d: 4 } },
}

function gathering() {
  const { call, calls } = fakeSubgraphs(answers)
  const given: Gathering = { data: {}, variables: { x: false }, context, call, failures: [], isOver: false }
  const parts = gatherParts(compilePlan({ ...planOf(root('root', '{ a }')), deferred }, facts()), given, context)
  return { parts, given, asked: () => calls.map(({ subgraph }) => subgraph) }
}

test('what needs nothing of the root is asked for with it, all else only when somebody wants it', async () => {
  const { parts, given, asked } = gathering()
  await parts.root
  await parts.gather(['early'])
  assert.deepEqual(given.data, { a: 1, d: 4 })
  assert.deepEqual(asked(), ['root', 'early'])
})

test('a part is gathered once, after what it depends on, and knows what failed on the way', async () => {
  const { parts, given, asked } = gathering()
  const [failures, again] = await Promise.all([parts.gather(['second']), parts.gather(['second', 'first'])])
  assert.deepEqual(asked(), ['root', 'early', 'first', 'second'])
  assert.deepEqual(
    failures.map(({ fetch }) => fetch.step.subgraph),
    ['first'],
  )
  assert.deepEqual(again, failures)
  assert.deepEqual(given.failures, [])
})

test('a part that the variables switch off asks nobody, and so does an unknown one', async () => {
  const { parts, asked } = gathering()
  assert.deepEqual(await parts.gather(['never', 'other']), [])
  assert.deepEqual(asked(), ['root', 'early'])
})
