import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { admin, support } from '@agora/testkit/viewers.ts'

import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())

interface Rate {
  readonly id: string
  readonly code: string
  readonly ratePpm: number
  readonly validTo: string | null
  readonly version: number
}
interface Payload {
  readonly taxRate?: Rate | null
  readonly deletedId?: string | null
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[]
}

async function change(mutation: string, input: object): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const subject = mutation === 'deleteTaxRate' ? 'deletedId' : 'taxRate { id code ratePpm validTo version }'
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${subject} userErrors { code field } } }`
  const answer = await stack.as(admin())<Record<string, Payload>>(document, { input })
  const payload = answer.data?.[mutation]
  if (payload === undefined) throw new Error(JSON.stringify(answer.errors))
  return payload
}

const codes = ({ userErrors }: Payload): string[] => userErrors.map(({ code }) => code)
const austria = { code: 'AT-STANDARD', countryCode: 'AT', ratePpm: 200_000, inclusive: true }

test('a rate is made, ended and followed by another; what overlaps is refused and changes nothing', async () => {
  const { taxRate: first } = await change('createTaxRate', { ...austria, validFrom: '2026-01-01T00:00:00Z' })
  assert.equal(first?.version, 1)
  const snapshot = await stack.snapshot()
  assert.deepEqual(codes(await change('createTaxRate', { ...austria, code: 'AT-2', validFrom: '2027-01-01T00:00:00Z' })), ['OVERLAPS'])
  assert.equal(await stack.snapshot(), snapshot)
  const ended = await change('updateTaxRate', { id: first?.id, expectedVersion: 1, validTo: '2027-01-01T00:00:00Z' })
  assert.deepEqual(ended.taxRate, { ...first, validTo: '2027-01-01T00:00:00.000Z', version: 2 })
  const next = await change('createTaxRate', { ...austria, code: 'AT-2', ratePpm: 210_000, validFrom: '2027-01-01T00:00:00Z' })
  assert.deepEqual(codes(next), [])
  assert.deepEqual(codes(await change('updateTaxRate', { id: first?.id, expectedVersion: 2, validTo: null })), ['OVERLAPS'])
})

test('an edit of another version, of nothing, and with nonsense is refused', async () => {
  const { taxRate } = await change('createTaxRate', { ...austria, code: 'FR', countryCode: 'FR' })
  const snapshot = await stack.snapshot()
  assert.deepEqual(codes(await change('updateTaxRate', { id: taxRate?.id, expectedVersion: 2, ratePpm: 1 })), ['VERSION_CONFLICT'])
  assert.deepEqual(codes(await change('deleteTaxRate', { id: `${taxRate?.id.slice(0, -1)}0`, expectedVersion: 1 })), ['NOT_FOUND'])
  const wrong = await change('createTaxRate', { ...austria, code: 'fr', countryCode: 'fra', ratePpm: 1_000_001 })
  assert.deepEqual(
    wrong.userErrors.map(({ code, field }) => [code, field?.join('.')]),
    [
      ['INVALID_INPUT', 'input.code'],
      ['INVALID_INPUT', 'input.countryCode'],
      ['INVALID_INPUT', 'input.ratePpm'],
    ],
  )
  const backwards = await change('updateTaxRate', { id: taxRate?.id, expectedVersion: 1, validTo: '2020-01-01T00:00:00Z' })
  assert.deepEqual([codes(backwards), backwards.userErrors[0]?.field], [['INVALID_INPUT'], ['input', 'validTo']])
  assert.equal(await stack.snapshot(), snapshot)
})

test('rates are listed page by page and for one country, and a removed one is gone', async () => {
  const made = [
    await change('createTaxRate', { ...austria, code: 'IT', countryCode: 'IT' }),
    await change('createTaxRate', { ...austria, code: 'IT-BOOKS', countryCode: 'IT', category: 'BOOKS' }),
  ]
  const document = `query ($after: String) { taxRates(countryCode: "IT", first: 1, after: $after) { nodes { code } totalCount pageInfo { endCursor hasNextPage } } }`
  type Page = { taxRates: { nodes: { code: string }[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } } }
  const first = await stack.as(admin())<Page>(document)
  const second = await stack.as(admin())<Page>(document, { after: first.data?.taxRates.pageInfo.endCursor })
  assert.deepEqual(
    [first, second].map(({ data }) => [data?.taxRates.nodes[0]?.code, data?.taxRates.totalCount, data?.taxRates.pageInfo.hasNextPage]),
    [
      ['IT', 2, true],
      ['IT-BOOKS', 2, false],
    ],
  )
  const { deletedId } = await change('deleteTaxRate', { id: made[1]?.taxRate?.id, expectedVersion: 1 })
  assert.equal(deletedId, made[1]?.taxRate?.id)
  const left = await stack.as(admin())<Page>(document)
  assert.equal(left.data?.taxRates.totalCount, 1)
})

test('every change is in the audit, with who made it and what was before', async () => {
  const { taxRate } = await change('createTaxRate', { ...austria, code: 'ES', countryCode: 'ES' })
  await change('updateTaxRate', { id: taxRate?.id, expectedVersion: 1, ratePpm: 210_000 })
  await change('deleteTaxRate', { id: taxRate?.id, expectedVersion: 2 })
  const { rows } = await stack.rows.query(
    `select actor, action, (before->>'ratePpm')::int as before, (after->>'ratePpm')::int as after from audit where target_id = $1 order by created_at, action`,
    [taxRate?.id],
  )
  const actor = admin().sub
  assert.deepEqual(rows, [
    { actor, action: 'createTaxRate', before: null, after: 200_000 },
    { actor, action: 'updateTaxRate', before: 200_000, after: 210_000 },
    { actor, action: 'deleteTaxRate', before: 210_000, after: null },
  ])
})

test('nobody without commerce:write reads or changes rates', async () => {
  const snapshot = await stack.snapshot()
  const ask = stack.as(support())
  const read = await ask('{ taxRates { totalCount } }')
  const written = await ask('mutation ($input: CreateTaxRateInput!) { createTaxRate(input: $input) { userErrors { code } } }', { input: austria })
  for (const { errors } of [read, written]) assert.equal(errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
  assert.equal(await stack.snapshot(), snapshot)
})
