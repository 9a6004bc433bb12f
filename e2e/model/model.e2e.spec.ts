import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'

import pg from 'pg'

import { ledgerFaults } from '../../subgraphs/payments/ledger/ledgerFaults.ts'
import { inventoryFaults } from '../../subgraphs/products/inventory/inventoryFaults.ts'
import { readInsides } from '../insides.ts'
import { newGuest } from '../people.ts'
import { newStaff } from '../staff.ts'
import { runModel } from './runModel.ts'

const LANES = 3
const RUNS_A_LANE = 8

test('whatever a buyer and staff do in whichever order, stock, money and orders are what a simple model says', async (context) => {
  const { databases, signingKeysDir } = readInsides()
  const staff = await newStaff('ADMIN', signingKeysDir)
  const seed = randomInt(2 ** 31)
  context.diagnostic(`seed ${seed}`)
  const cast = { staff: async () => staff, newBuyer: async () => (await newGuest()).client }
  await Promise.all(Array.from({ length: LANES }, (_, nth) => runModel(cast, { runs: RUNS_A_LANE, seed: seed + nth })))

  const [products, payments] = [databases['products'], databases['payments']].map((connectionString) => new pg.Pool({ connectionString, max: 1 }))
  assert.ok(products !== undefined && payments !== undefined)
  try {
    assert.deepEqual([await inventoryFaults(products), await ledgerFaults(payments)], [[], []])
  } finally {
    await Promise.all([products.end(), payments.end()])
  }
})
