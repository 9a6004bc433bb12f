import assert from 'node:assert/strict'
import { test } from 'node:test'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok } from '@agora/errors/result.ts'

import { answerBatch, readBatch } from './answerBatch.ts'

const codeOf = (read: ReturnType<typeof readBatch>): unknown =>
  read.ok ? read.value : [read.error.extensions['code'], read.error.extensions['limit']]

test('a list is read where it may be, up to so many', () => {
  const batching = { enabled: true, max: 2 }
  assert.deepEqual(codeOf(readBatch([1, 2], batching)), [1, 2])
  assert.deepEqual(codeOf(readBatch([1, 2, 3], batching)), ['BATCHING_LIMIT', 2])
  assert.deepEqual(codeOf(readBatch([], batching)), ['BAD_REQUEST', undefined])
  assert.deepEqual(codeOf(readBatch([1], { enabled: false, max: 2 })), ['BATCHING_LIMIT', undefined])
})

/** Answers entries by hand, and tells in which order what was begun and ended. */
async function run(entries: readonly string[]) {
  const told: string[] = []
  const answer = await answerBatch(entries, {
    admit: async (entry, index) => {
      told.push(`admit ${index}`)
      return entry === 'crowded'
        ? fail(codedError('RATE_LIMITED', 'wait', { retryAfterSeconds: index }))
        : ok({ words: { method: 'POST', body: entry, search: '' }, source: String(entry) })
    },
    mayChange: (source) => source === 'change',
    answer: async ({ source }, index) => {
      told.push(`begin ${index}`)
      // The first ends last where nobody waits for it.
      for (let turn = index; turn < 4; turn += 1) await Promise.resolve()
      told.push(`end ${index}`)
      return JSON.stringify(source)
    },
    refusal: () => '"refused"',
  })
  return { ...answer, told: told.join(', ') }
}

test('what only reads is answered at once, in the order of the list', async () => {
  assert.deepEqual(await run(['a', 'b', 'c']), {
    text: '["a","b","c"]',
    retryAfterSeconds: null,
    told: 'admit 0, admit 1, admit 2, begin 0, begin 1, begin 2, end 2, end 1, end 0',
  })
})

test('where anything might change, each begins when the one before has ended', async () => {
  assert.equal((await run(['a', 'change', 'b'])).told, 'admit 0, admit 1, admit 2, begin 0, end 0, begin 1, end 1, begin 2, end 2')
})

test('what is refused stops nobody else, and the longest wait is told', async () => {
  const { text, retryAfterSeconds } = await run(['a', 'crowded', 'b', 'crowded'])
  assert.deepEqual([text, retryAfterSeconds], ['["a","refused","b","refused"]', 3])
})
