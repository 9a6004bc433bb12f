import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { buy, soon } from '../buyer.ts'
import { readInsides } from '../insides.ts'
import { aVariant, newCustomer, newGuest } from '../people.ts'
import { newStaff } from '../staff.ts'
import { withstandBrokenEvents } from './withstandEvents.ts'

const { databases, signingKeysDir } = readInsides()
let admin: GraphqlClient
let bus: EventBus

before(async () => {
  admin = await newStaff('ADMIN', signingKeysDir)
  bus = await openBus({ busUrl: databases['bus'], name: 'e2e', logger: createLogger({ service: 'e2e', level: 'silent' }) })
})
after(() => bus?.close())

test('broken messages on the embedded bus are parked, seen and tried again, and hold up nobody', async () => {
  await withstandBrokenEvents(bus, admin, async () => buy((await newGuest()).client, await aVariant()))
})

const LETTERS = '{ deadLetters(consumer: "orders-accounts", first: 100) { nodes { id eventType status attempts } } }'
const REDRIVE = 'mutation ($id: ID!) { redriveDeadLetter(input: { id: $id }) { userErrors { code } } }'

interface Letters {
  readonly deadLetters: {
    readonly nodes: readonly { readonly id: string; readonly eventType: string; readonly status: string; readonly attempts: number }[]
  }
}

test('an event that could not be handled is, once what was in its way is mended and somebody has it tried again', async () => {
  const rename = (from: string, to: string): Promise<unknown> =>
    withClient(databases['orders'] ?? '', (client) => client.query(`ALTER TABLE ${from} RENAME TO ${to}`))
  await rename('report_accounts', 'mislaid')
  const { id: userId, letter } = await whileMislaid().finally(() => rename('mislaid', 'report_accounts'))
  assert.deepEqual(await admin.data(REDRIVE, { id: letter }), { redriveDeadLetter: { userErrors: [] } })
  await soon(
    async () => (await admin.data<Letters>(LETTERS)).deadLetters.nodes.find(({ id }) => id === letter)?.status,
    (status) => status === 'RESOLVED',
  )
  const known = await withClient(databases['orders'] ?? '', (client) =>
    client.query('SELECT user_id FROM report_accounts WHERE user_id = $1', [userId]),
  )
  assert.deepEqual(known.rows, [{ user_id: userId }])
})

/** Somebody registers, and who writes it down cannot. */
async function whileMislaid(): Promise<{ id: string; letter: string }> {
  const before = new Set((await admin.data<Letters>(LETTERS)).deadLetters.nodes.map(({ id }) => id))
  const { client } = await newCustomer()
  const { me } = await client.data<{ me: { id: string } }>('{ me { id } }')
  const parked = await soon(
    async () => (await admin.data<Letters>(LETTERS)).deadLetters.nodes.find(({ id }) => !before.has(id)),
    (found) => found !== undefined,
  )
  assert.deepEqual([parked?.eventType, parked?.status, parked?.attempts], ['user.registered', 'PARKED', 4])
  return { id: me.id, letter: parked?.id ?? '' }
}
