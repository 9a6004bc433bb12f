import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createDebts } from './debts.ts'

test('tries again until it is paid, and asks for nothing afterwards', async () => {
  const tries: string[] = []
  const debts = createDebts({ everything: ['all'], everyMs: 5, pay: async (tags) => tries.push(tags.join()) > 2 })
  debts.owe(['a', 'b'])
  while (debts.size > 0) await wait(5)
  await wait(20)
  assert.deepEqual(tries, ['a,b', 'a,b', 'a,b'])
})

test('what is owed once more while it is being paid stays owed', async () => {
  const tries: string[] = []
  const debts = createDebts({
    everything: ['all'],
    everyMs: 5,
    async pay(tags) {
      if (tries.push(tags.join()) === 1) debts.owe(['b'])
      return true
    },
  })
  debts.owe(['a', 'b'])
  while (debts.size > 0) await wait(5)
  assert.deepEqual(tries, ['a,b', 'b'])
})

test('too many become everything', async () => {
  const tries: string[] = []
  const debts = createDebts({ everything: ['all'], most: 3, everyMs: 5, pay: async (tags) => tries.push(tags.join()) > 0 })
  debts.owe(['a', 'b'])
  debts.owe(['c', 'd'])
  assert.equal(debts.size, 1)
  while (debts.size > 0) await wait(5)
  assert.deepEqual(tries, ['all'])
})

test('gives up when it is closed', async () => {
  let tries = 0
  const debts = createDebts({ everything: [], everyMs: 5, pay: async () => (tries += 1) > 99 })
  debts.owe(['a'])
  debts.close()
  await wait(20)
  assert.equal(tries, 0)
})
