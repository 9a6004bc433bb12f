import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createTestDatabase } from '@agora/testkit/database.ts'

import { createRelay } from './relay.ts'
import { eventually, silent } from './testing/busUnderTest.ts'
import { openShop } from './testing/shop.ts'

const database = await createTestDatabase('bus')
after(() => database.drop())

for (const [what, now] of [
  ['is years ahead', Date.UTC(2036, 1)],
  ['has lost its time', 0],
] as const) {
  test(`on a machine whose clock ${what} events are published and have their effect`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now })
    const shop = await openShop({ busUrl: database.appUrl })
    const relay = await createRelay({ pool: shop.pool, store: shop.store, bus: shop.bus, source: 'test', logger: silent })
    await shop.append('thing_1', [{ type: 'thing.made', data: { number: 1, colour: 'red' } }])
    await shop.consume()
    await eventually(async () => (await shop.effects()).length === 1)
    assert.deepEqual([await shop.effects(), await shop.deadLetters()], [['thing_1/1'], []])
    await relay.stop()
    await shop.close()
  })
}
