import assert from 'node:assert/strict'
import { test } from 'node:test'

import { noPayment, type Payment } from './payment.ts'
import type { StoredPayment } from './paymentRows.ts'
import { rememberAuthorised } from './rememberAuthorised.ts'
import { paymentStatuses } from './transitions.ts'

const payment = (id: string, status: Payment['status'] = 'AUTHORISED', version = 2): StoredPayment => ({
  id,
  version,
  state: { ...noPayment, status },
  methodToken: null,
  returnUrl: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
})

test('a payment is remembered as it was seen last, and one that nobody saw is not', () => {
  const authorised = rememberAuthorised()
  authorised.note(payment('pay_1', 'AUTHORISED', 2))
  authorised.note(payment('pay_1', 'AUTHORISED', 3))
  assert.deepEqual(authorised.find('pay_1'), payment('pay_1', 'AUTHORISED', 3))
  assert.equal(authorised.find('pay_2'), undefined)
})

for (const status of paymentStatuses.filter((one) => one !== 'AUTHORISED')) {
  test(`a payment that is ${status} is not remembered, and one that became so is forgotten`, () => {
    const authorised = rememberAuthorised()
    authorised.note(payment('pay_1', status))
    assert.equal(authorised.find('pay_1'), undefined)
    authorised.note(payment('pay_1'))
    authorised.note(payment('pay_1', status))
    assert.equal(authorised.find('pay_1'), undefined)
  })
}

test('so many are remembered and no more: the one that was seen longest ago goes', () => {
  const authorised = rememberAuthorised(2)
  for (const id of ['pay_1', 'pay_2', 'pay_1', 'pay_3']) authorised.note(payment(id))
  assert.deepEqual(
    ['pay_1', 'pay_2', 'pay_3'].map((id) => authorised.find(id)?.id),
    ['pay_1', undefined, 'pay_3'],
  )
})
