import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import { isCardNumber } from './localProvider/testCards.ts'
import { startPaymentsStack } from './testing/paymentsStack.ts'

const NUMBER = '4000000000009995'

/** A hash as a row of bytes is shown: among its digits any number turns up sooner or later. */
const HASH = /\\+x[0-9a-f]{64}\b/g

/** Runs of digits that could be the number of a card. */
const cardNumbersIn = (text: string): string[] =>
  [...text.replaceAll(HASH, '').matchAll(/(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g)]
    .map(([run]) => run.replaceAll(/[ -]/g, ''))
    .filter((run) => /^[3-6]/.test(run) && isCardNumber(run))

test('a scan finds numbers of cards however they are written, and nothing else', () => {
  assert.deepEqual(cardNumbersIn(`"card":"${NUMBER}" 4000-0000-0000-9995 4000 0000 0000 9995`), [NUMBER, NUMBER, NUMBER])
  assert.deepEqual(cardNumbersIn(`\\\\xa${NUMBER}${'b'.repeat(47)}`), [])
  assert.deepEqual(cardNumbersIn('12500 2026-11-25T12:00:00.000Z pay_01h455vb4pex5vsknk084sn02q 1764072000000'), [])
})

test('the number of a card that is paid with is in no table, no event and no line of the log', async () => {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const stack = await startPaymentsStack({ webhooks: true, logger: createLogger({ service: 'payments', level: 'trace', destination }) })
  try {
    const { provider, checkout, newOrder, rows } = stack
    const tokens = await Promise.all(
      [NUMBER, '4242424242424242'].map(async (number) => {
        const answer = await provider.ask<{ token: string }>('/v1/tokens', { body: { number, expMonth: 1, expYear: 2031, cvc: '987' } })
        return answer.value.token
      }),
    )
    for (const method of tokens) {
      const orderId = newOrder()
      await checkout.authorise({ orderId, method })
      await checkout.capture(orderId)
      await checkout.refund(orderId, 'rfd_1', '100')
    }
    // Whoever sends a number in the place of a token is declined, and it is forgotten.
    assert.equal(((await checkout.authorise({ orderId: newOrder(), method: '4000056655665556' })) as { state?: string }).state, 'DECLINED')
    const tables = await rows.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'")
    assert.ok(tables.rows.length >= 10)
    for (const { name } of tables.rows) {
      const { rows: found } = await rows.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM "${name}" t`)
      assert.deepEqual([name, found.flatMap(({ row }) => cardNumbersIn(row))], [name, []])
    }
    assert.ok(lines.length > 0)
    assert.deepEqual(lines.flatMap(cardNumbersIn), [])
  } finally {
    await stack.stop()
  }
})
