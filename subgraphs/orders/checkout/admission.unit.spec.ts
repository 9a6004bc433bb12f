import assert from 'node:assert/strict'
import { test } from 'node:test'

import { GraphQLError } from 'graphql'

import { createAdmission } from './admission.ts'

test('no more than so many are inside, the next is told when to come back, and whoever leaves makes room', async () => {
  let busy = 0
  const door = createAdmission({ most: 2, onBusy: () => void (busy += 1) })
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const inside = [door.admit(() => first.promise), door.admit(() => second.promise)]
  const extensions = { retryAfterSeconds: 2, code: 'CHECKOUT_BUSY' }
  await assert.rejects(
    door.admit(async () => 'third'),
    (error) => error instanceof GraphQLError && assert.deepEqual(error.extensions, extensions) === undefined,
  )
  first.resolve('first')
  assert.equal(await inside[0], 'first')
  assert.equal(await door.admit(async () => 'fourth'), 'fourth')
  second.reject(new Error('failed'))
  await assert.rejects(inside[1] ?? Promise.resolve(), /failed/)
  assert.deepEqual([await door.admit(async () => 'fifth'), busy], ['fifth', 1])
})
