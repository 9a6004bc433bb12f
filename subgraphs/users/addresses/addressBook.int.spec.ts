import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import type { Member, Outcome } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

interface Entry {
  readonly id: string
  readonly line1: string
  readonly countryCode: string
  readonly isDefaultShipping: boolean
  readonly isDefaultBilling: boolean
  readonly version: number
}
type Payload = Outcome & { readonly address: Entry | null }

const home = { recipient: 'Ann Lindqvist', line1: 'Storgatan 1', city: 'Umeå', postalCode: '903 26', countryCode: 'se', phone: '+46 90 12 34 56' }
const select = 'address { id line1 countryCode isDefaultShipping isDefaultBilling version } userErrors { code field }'
const add = ({ viewer }: Member, input: object): Promise<Payload> => users.mutate<Payload>(viewer, { name: 'addAddress', input, select })
const update = ({ viewer }: Member, input: object): Promise<Payload> => users.mutate<Payload>(viewer, { name: 'updateAddress', input, select })
const remove = ({ viewer }: Member, input: object) =>
  users.mutate(viewer, { name: 'removeAddress', input, select: 'removedAddressId userErrors { code field }' })
const bookOf = async ({ viewer }: Member) =>
  (
    await users.ask<{
      me: {
        addresses: { nodes: { id: string }[]; totalCount: number }
        defaultShippingAddress: { id: string } | null
        defaultBillingAddress: { id: string } | null
      }
    }>(viewer, '{ me { addresses(first: 100) { nodes { id } totalCount } defaultShippingAddress { id } defaultBillingAddress { id } } }')
  ).me
const idOf = ({ address }: Payload): string => {
  assert.ok(address)
  return address.id
}

test('adds, changes and removes entries, with one default each for parcels and invoices', async () => {
  const member = await users.member('book@example.com')
  const first = idOf(await add(member, { address: home, defaultShipping: true, defaultBilling: true }))
  const second = await add(member, { address: { ...home, line1: 'Kungsgatan 2' }, defaultShipping: true })
  assert.deepEqual(
    { ...second.address, id: '' },
    { id: '', line1: 'Kungsgatan 2', countryCode: 'SE', isDefaultShipping: true, isDefaultBilling: false, version: 1 },
  )
  assert.deepEqual(await bookOf(member), {
    addresses: { nodes: [{ id: first }, { id: idOf(second) }], totalCount: 2 },
    defaultShippingAddress: { id: idOf(second) },
    defaultBillingAddress: { id: first },
  })
  const changed = await update(member, { addressId: first, address: { ...home, line1: 'Storgatan 3' }, expectedVersion: 1, defaultBilling: false })
  assert.deepEqual(changed, {
    address: { id: first, line1: 'Storgatan 3', countryCode: 'SE', isDefaultShipping: false, isDefaultBilling: false, version: 2 },
    userErrors: [],
  })
  assert.deepEqual(await remove(member, { addressId: idOf(second), expectedVersion: 1 }), { removedAddressId: idOf(second), userErrors: [] })
  assert.deepEqual(await bookOf(member), {
    addresses: { nodes: [{ id: first }], totalCount: 1 },
    defaultShippingAddress: null,
    defaultBillingAddress: null,
  })
})

test('refuses what was changed in between, and answers how it stands', async () => {
  const member = await users.member('stale@example.com')
  const id = idOf(await add(member, { address: home }))
  await update(member, { addressId: id, address: { ...home, line1: 'Storgatan 9' }, expectedVersion: 1 })
  const stale = await update(member, { addressId: id, address: home, expectedVersion: 1 })
  assert.deepEqual([stale.address?.line1, stale.userErrors], ['Storgatan 9', [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }]])
  assert.deepEqual(await remove(member, { addressId: id, expectedVersion: 1 }), {
    removedAddressId: null,
    userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
  })
})

test('holds twenty entries, though thirty are added at the same moment', async () => {
  const member = await users.member('full@example.com')
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => add(member, { address: { ...home, line1: `Storgatan ${index}` } })))
  const refusals = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))
  assert.deepEqual(
    refusals,
    Array.from({ length: 10 }, () => 'TOO_MANY_ADDRESSES'),
  )
  assert.equal((await bookOf(member)).addresses.totalCount, 20)
})

test('keeps its hands off the entries of others', async () => {
  const owner = await users.member('owner@example.com')
  const thief = await users.member('thief@example.com')
  const id = idOf(await add(owner, { address: home }))
  const missing = [{ code: 'ADDRESS_NOT_FOUND', field: ['input', 'addressId'] }]
  assert.deepEqual(await update(thief, { addressId: id, address: home, expectedVersion: 1 }), { address: null, userErrors: missing })
  assert.deepEqual(await remove(thief, { addressId: id, expectedVersion: 1 }), { removedAddressId: null, userErrors: missing })
  assert.deepEqual((await bookOf(owner)).addresses.nodes, [{ id }])
})

test('refuses countries that are none and text out of bounds, naming the field', async () => {
  const member = await users.member('bounds@example.com')
  const faults = async (change: object): Promise<unknown> => (await add(member, { address: { ...home, ...change } })).userErrors
  const fault = (code: string, field: string): unknown => [{ code, field: ['input', 'address', field] }]
  assert.deepEqual(await faults({ countryCode: 'XX' }), fault('UNKNOWN_COUNTRY', 'countryCode'))
  assert.deepEqual(await faults({ countryCode: 'SWE' }), fault('INVALID_INPUT', 'countryCode'))
  assert.deepEqual(await faults({ line1: 'x'.repeat(121) }), fault('INVALID_INPUT', 'line1'))
  assert.deepEqual(await faults({ city: ' ' }), fault('INVALID_INPUT', 'city'))
  assert.deepEqual(await faults({ phone: 'call me' }), fault('INVALID_INPUT', 'phone'))
  assert.deepEqual(await faults({ recipient: 'a\u0000b' }), fault('INVALID_INPUT', 'recipient'))
  assert.equal((await bookOf(member)).addresses.totalCount, 0)
})
