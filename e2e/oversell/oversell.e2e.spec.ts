import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { ledgerFaults } from '../../subgraphs/payments/ledger/ledgerFaults.ts'
import { inventoryFaults } from '../../subgraphs/products/inventory/inventoryFaults.ts'
import { signToken } from '../access/visitors.ts'
import { soon } from '../buyer.ts'
import { deliver, newGoods, type Goods } from '../goods.ts'
import { readInsides } from '../insides.ts'
import { newCustomer } from '../people.ts'
import { fillCarts, newRacers, race, wayOfShipping, type Outcome } from './racers.ts'

const RACERS = 1000

const { databases, signingKeysDir } = readInsides()
const pools = new Map(Object.entries(databases).map(([domain, connectionString]) => [domain, new pg.Pool({ connectionString, max: 1 })]))
after(async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))))

function pool(domain: string): pg.Pool {
  const found = pools.get(domain)
  assert.ok(found, domain)
  return found
}

let staff: GraphqlClient

before(async () => {
  const { accessToken, client } = await newCustomer()
  staff = client.as(await signToken({ like: accessToken, keysDir: signingKeysDir, roles: ['ADMIN'], expiresIn: 3600 }))
})

const tally = (outcomes: readonly Outcome[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(outcomes, ({ answer }) => answer)].map(([answer, all]) => [answer, all.length]).toSorted())

interface Pieces {
  readonly onHand: number
  readonly reserved: number
}

async function piecesOf({ variantId }: Goods): Promise<Pieces> {
  const asked = 'SELECT sum(on_hand)::int AS "onHand", sum(reserved)::int AS reserved FROM stock WHERE variant_id = $1'
  const { rows } = await pool('products').query<Pieces>(asked, [variantId])
  return rows[0] ?? { onHand: -1, reserved: -1 }
}

/** What is left to be done for these orders: nothing, once all is well. */
async function openOrders(outcomes: readonly Outcome[]): Promise<number> {
  const ids = outcomes.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  const { rows } = await pool('orders').query<{ open: number }>('SELECT count(*)::int AS open FROM checkout_processes WHERE order_id = ANY ($1)', [
    ids,
  ])
  return rows[0]?.open ?? -1
}

for (const pieces of [1, 100]) {
  test(`${RACERS} racers for ${pieces} of a thing: ${pieces} confirmed, all others told that there is none, and every book is right`, async () => {
    const goods = await newGoods(staff)
    await deliver(staff, goods, { pieces, expected: 0 })
    const racers = await newRacers(RACERS, signingKeysDir)
    await fillCarts(racers, goods.variantId)
    const [first] = racers
    assert.ok(first)

    const outcomes = await race(racers, await wayOfShipping(first))

    assert.deepEqual(tally(outcomes), { CONFIRMED: pieces, INSUFFICIENT_STOCK: RACERS - pieces })
    // Who is told that it is confirmed is told so before it is captured and taken out of the stock.
    await soon(
      () => openOrders(outcomes),
      (open) => open === 0,
    )
    assert.deepEqual(await piecesOf(goods), { onHand: 0, reserved: 0 })
    assert.deepEqual(await inventoryFaults(pool('products')), [])
    assert.deepEqual(await ledgerFaults(pool('payments')), [])
  })
}
