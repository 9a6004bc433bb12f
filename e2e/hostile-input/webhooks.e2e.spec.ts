import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import pg from 'pg'
import { request } from 'undici'

import { signWebhook } from '../../subgraphs/payments/localProvider/webhooks.ts'
import { dataFolder as dataFolderOf } from '../../tools/start/dataFolder.ts'
import { changesNothing } from '../access/changesNothing.ts'
import { buy } from '../buyer.ts'
import { readInsides } from '../insides.ts'
import { aVariant, newGuest } from '../people.ts'
import { dataFolder, publicUrl } from '../stack.ts'

const { databases } = readInsides()
const { webhookSecret } = JSON.parse(readFileSync(dataFolderOf(dataFolder).paymentProviderSecrets, 'utf8')) as { webhookSecret: string }
const payments = new pg.Pool({ connectionString: databases['payments'], max: 1 })
after(() => payments.end())

/** How the provider knows the payment of an order that was bought. */
let reference: string
before(async () => {
  const { client } = await newGuest()
  const { id } = await buy(client, await aVariant())
  const { rows } = await payments.query<{ reference: string }>('SELECT reference FROM payments WHERE order_id = $1', [id])
  reference = rows[0]?.reference ?? ''
  assert.notEqual(reference, '')
})

interface Telling {
  readonly id?: string
  readonly payment?: string
  readonly secret?: string
  readonly at?: Date
}

const bodyOf = ({ id = `evt_${randomUUID()}`, payment = reference }: Telling): string =>
  JSON.stringify({ id, type: 'payment.updated', data: { payment: { id: payment } } })

/** Delivers a body and answers the status. */
async function deliver(body: string, signature: string | undefined, provider = 'local'): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(signature === undefined ? {} : { 'provider-signature': signature }) }
  const answer = await request(`${publicUrl}/webhooks/${provider}`, { method: 'POST', headers, body })
  await answer.body.dump()
  return answer.statusCode
}

function tell(telling: Telling): Promise<number> {
  const body = bodyOf(telling)
  return deliver(body, signWebhook(telling.secret ?? webhookSecret, body, telling.at ?? new Date()))
}

const outcomesOf = async (eventId: string): Promise<string[]> =>
  (await payments.query<{ outcome: string }>('SELECT outcome FROM provider_events WHERE event_id = $1', [eventId])).rows.map(({ outcome }) => outcome)

test('a webhook that nobody, somebody else, or the provider yesterday has signed is refused and changes nothing', async () => {
  const body = bodyOf({})
  const right = signWebhook(webhookSecret, body, new Date())
  const wrong: [string, () => Promise<number>][] = [
    ['no signature', () => deliver(body, undefined)],
    ['an empty one', () => deliver(body, '')],
    ['another secret', () => tell({ secret: 'guessed' })],
    ['another body', () => deliver(body.replace('updated', 'updates'), right)],
    ['another time', () => deliver(body, right.replace(/^t=\d/, 't=9'))],
    ['ten minutes ago', () => tell({ at: new Date(Date.now() - 600_000) })],
    ['in ten minutes', () => tell({ at: new Date(Date.now() + 600_000) })],
    ['the signature of another provider', () => deliver(body, right, 'stripe')],
    ['no shape', () => deliver('{}', signWebhook(webhookSecret, '{}', new Date()))],
    ['no JSON', () => deliver('{', signWebhook(webhookSecret, '{', new Date()))],
  ]
  await changesNothing(databases, async () => {
    for (const [what, send] of wrong) {
      const status = await send()
      assert.ok(status === 400 || status === 404, `${what} answered ${status}`)
    }
    assert.equal(await deliver(body, right, 'nobody'), 404)
  })
})

test('a webhook that is replayed is taken once and changes nothing the second time', async () => {
  const id = `evt_${randomUUID()}`
  const body = bodyOf({ id })
  const signature = signWebhook(webhookSecret, body, new Date())
  assert.equal(await deliver(body, signature), 200)
  assert.deepEqual(await outcomesOf(id), ['TAKEN'])
  await changesNothing(databases, async () => {
    assert.equal(await deliver(body, signature), 200)
    assert.equal(await tell({ id }), 200)
  })
})

test('a webhook about a payment that is not ours is noted as such and moves no money', async () => {
  const id = `evt_${randomUUID()}`
  const count = async (): Promise<unknown> =>
    (await payments.query('SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM ledger_entries) AS entries')).rows
  const before = await count()
  assert.equal(await tell({ id, payment: 'pp_nobody' }), 200)
  assert.deepEqual(await outcomesOf(id), ['UNKNOWN'])
  assert.deepEqual(await count(), before)
})
