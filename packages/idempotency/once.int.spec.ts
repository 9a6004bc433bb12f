import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { findAnswers } from './answers.ts'
import { forgetOldKeys } from './forgetOldKeys.ts'
import { hashRequest, KEY_RETENTION_MS, type KeyedRequest } from './keyedRequest.ts'
import { once } from './once.ts'

const database = await createTestDatabase('orders')
const logger = createLogger({ service: 'test', level: 'silent' })
const pool = createPool({ url: database.appUrl, name: 'test', logger })
after(async () => {
  await pool.end()
  await database.drop()
})

const now = new Date('2026-11-25T12:00:00Z')
const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds)
const requestOf = (input: object, other: Partial<KeyedRequest> = {}): KeyedRequest => ({
  actorSub: 'usr_1',
  operation: 'pay',
  key: 'key-1',
  requestHash: hashRequest(input),
  ...other,
})

interface Paid {
  readonly receipt: number
}
let effects = 0
const pay = async (): Promise<Result<Paid, string>> => {
  effects += 1
  return ok({ receipt: effects })
}
const ask = (request: KeyedRequest, at = now, effect = pay): Promise<Result<Paid, string>> =>
  inTransaction(pool, (client) => once(client, { request, now: at, read: (stored) => stored as Paid, reused: 'REUSED' }, effect))
beforeEach(async () => {
  effects = 0
  await forgetOldKeys(pool, later(10 * KEY_RETENTION_MS))
})

test('a repeated request has one effect and gets the first answer', async () => {
  assert.deepEqual(await ask(requestOf({ amount: 5 })), ok({ receipt: 1 }))
  assert.deepEqual(await ask(requestOf({ amount: 5 })), ok({ receipt: 1 }))
  assert.equal(effects, 1)
})

test('the same key with another input is refused and has no effect', async () => {
  await ask(requestOf({ amount: 5 }))
  assert.deepEqual(await ask(requestOf({ amount: 6 })), fail('REUSED'))
  assert.equal(effects, 1)
})

test('the same key of another actor or for another operation is another key', async () => {
  const receipts = []
  for (const other of [{}, { actorSub: 'usr_2' }, { operation: 'refund' }]) receipts.push(await ask(requestOf({ amount: 5 }, other)))
  assert.deepEqual(receipts, [ok({ receipt: 1 }), ok({ receipt: 2 }), ok({ receipt: 3 })])
})

test('eight at once have one effect, and the seven that waited get its answer', async () => {
  const slowly = async (): Promise<Result<Paid, string>> => {
    const paid = await pay()
    await wait(30)
    return paid
  }
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(requestOf({ amount: 5 }), now, slowly)))
  assert.deepEqual(
    answers,
    Array.from({ length: 8 }, () => ok({ receipt: 1 })),
  )
  assert.equal(effects, 1)
})

test('what was refused or rolled back leaves the key free', async () => {
  assert.deepEqual(await ask(requestOf({ amount: 5 }), now, async () => fail('BROKE')), fail('BROKE'))
  const error = new Error('no')
  await assert.rejects(
    ask(requestOf({ amount: 6 }), now, () => Promise.reject(error)),
    error,
  )
  assert.deepEqual(await ask(requestOf({ amount: 7 })), ok({ receipt: 1 }))
})

test('one that waits for an attempt which fails has the effect itself', async () => {
  const failing = async (): Promise<Result<Paid, string>> => {
    await wait(40)
    return fail('BROKE')
  }
  const first = ask(requestOf({ amount: 5 }), now, failing)
  await wait(10)
  assert.deepEqual(await ask(requestOf({ amount: 5 })), ok({ receipt: 1 }))
  assert.deepEqual(await first, fail('BROKE'))
})

test('many keys are looked up by one statement, each answered in its place', async () => {
  await ask(requestOf({ amount: 5 }))
  await ask(requestOf({ amount: 7 }, { key: 'key-2' }))
  const asked = [
    requestOf({ amount: 7 }, { key: 'key-2' }),
    requestOf({ amount: 1 }, { key: 'key-3' }),
    requestOf({ amount: 6 }),
    requestOf({ amount: 5 }),
  ]
  const receipt = (nth: number) => ({ kind: 'answered', answer: { receipt: nth } })
  assert.deepEqual(await findAnswers(pool, asked, now), [receipt(2), { kind: 'unknown' }, { kind: 'reused' }, receipt(1)])
  assert.deepEqual(await findAnswers(pool, asked.slice(3), later(KEY_RETENTION_MS)), [{ kind: 'unknown' }])
})

test('a key is remembered for 24 hours, swept or not', async () => {
  await ask(requestOf({ amount: 5 }))
  assert.deepEqual(await ask(requestOf({ amount: 5 }), later(KEY_RETENTION_MS - 1)), ok({ receipt: 1 }))
  assert.deepEqual(await ask(requestOf({ amount: 6 }), later(KEY_RETENTION_MS)), ok({ receipt: 2 }))
})

test('the sweep removes what is older than 24 hours, in batches, and nothing else', async () => {
  for (const key of ['a', 'b', 'c']) await ask(requestOf({}, { key }))
  await ask(requestOf({}, { key: 'young' }), later(1))
  assert.equal(await forgetOldKeys(pool, later(KEY_RETENTION_MS - 1)), 0)
  assert.equal(await forgetOldKeys(pool, later(KEY_RETENTION_MS), { batch: 2, batches: 1 }), 2)
  assert.equal(await forgetOldKeys(pool, later(KEY_RETENTION_MS), { batch: 2 }), 1)
  assert.deepEqual((await pool.query('SELECT key FROM idempotency_keys')).rows, [{ key: 'young' }])
})
