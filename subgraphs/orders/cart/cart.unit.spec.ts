import assert from 'node:assert/strict'
import { test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { admin, customer, finance, guest, merchandiser, support } from '@agora/testkit/viewers.ts'

import { expiryOf, maySee } from './cart.ts'

const now = new Date('2026-11-23T12:00:00.000Z')

test('a guest cart ends 24 hours after the guest session began, whenever it is changed', () => {
  const begun = Date.parse('2026-11-23T10:00:00.000Z') / 1000
  assert.equal(expiryOf({ kind: 'guest', authTime: begun }, now).toISOString(), '2026-11-24T10:00:00.000Z')
})

test('a guest session that does not say when it began counts from now', () => {
  assert.equal(expiryOf({ kind: 'guest', authTime: 0 }, now).toISOString(), '2026-11-24T12:00:00.000Z')
})

test('a user cart ends 90 days after its last change, however long ago the sign-in was', () => {
  assert.equal(expiryOf({ kind: 'user', authTime: 1 }, now).toISOString(), '2027-02-21T12:00:00.000Z')
})

test('a cart is seen by its owner and by staff who may read carts', () => {
  const owner = guest()
  const viewers = [owner, guest('gst_01h455vb4pex5vsknk084sn02z'), customer(), merchandiser(), finance(), support(), admin(), anonymous]
  assert.deepEqual(
    viewers.map((viewer) => maySee(viewer, owner.sub)),
    [true, false, false, false, false, true, true, false],
  )
})
