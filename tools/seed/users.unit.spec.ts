import assert from 'node:assert/strict'
import { test } from 'node:test'

import { emailOf } from '../../prisma/users/seed/userEntry.ts'
import { demoAccounts, users } from '../../prisma/users/seed/users.ts'
import { addressFields, checkCountry } from '../../subgraphs/users/addresses/address.ts'
import { parseEmail } from '../../subgraphs/users/email/emailAddress.ts'

test('there are forty accounts, each with an address of its own', () => {
  assert.equal(users.length, 40)
  assert.equal(new Set(users.map(({ mailbox }) => mailbox)).size, 40)
})

test('each role has one account to try it with', () => {
  assert.deepEqual(demoAccounts, [
    { email: 'ada@agora.example', role: 'CUSTOMER' },
    { email: 'sam@agora.example', role: 'SUPPORT' },
    { email: 'mira@agora.example', role: 'MERCHANDISER' },
    { email: 'finn@agora.example', role: 'FINANCE' },
    { email: 'root@agora.example', role: 'ADMIN' },
  ])
})

test('the e-mail address of every account is its own compared form, so that no one registers it a second time', () => {
  for (const user of users) {
    const parsed = parseEmail(emailOf(user))
    assert.ok(parsed.ok)
    assert.deepEqual(parsed.value, { address: emailOf(user), key: emailOf(user) })
  }
})

test('customers live in at least twenty countries', () => {
  assert.ok(new Set(users.flatMap(({ addresses = [] }) => addresses.map(({ country }) => country))).size >= 20)
})

test('every address is one that the graph would take', () => {
  for (const { name, addresses = [] } of users) {
    for (const { country, ...address } of addresses)
      assert.ok(checkCountry(addressFields.parse({ ...address, recipient: name, countryCode: country })).ok)
  }
})
