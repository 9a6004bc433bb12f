import assert from 'node:assert/strict'
import { test } from 'node:test'

import { channelsFor, faultOf, housePreferences, preferencesOf } from './preferences.ts'

test('tells of everything by e-mail, and on other channels only who asked for it', () => {
  assert.deepEqual(channelsFor('ORDER', []), ['EMAIL'])
  assert.deepEqual(channelsFor('SHIPPING', []), ['EMAIL'])
  assert.deepEqual(channelsFor('SHIPPING', [{ category: 'SHIPPING', channel: 'SMS', enabled: true }]), ['EMAIL', 'SMS'])
  assert.deepEqual(channelsFor('ORDER', [{ category: 'SHIPPING', channel: 'SMS', enabled: true }]), ['EMAIL'])
})

test('what a buyer must be told cannot be switched off, not even by a row that got into the database', () => {
  const off = { category: 'ORDER', channel: 'EMAIL', enabled: false } as const
  assert.equal(faultOf(off), 'CANNOT_BE_CHANGED')
  assert.deepEqual(channelsFor('ORDER', [off]), ['EMAIL'])
  assert.equal(faultOf({ ...off, enabled: true }), undefined)
})

test('offers every switch once, and none that is not on the list', () => {
  assert.deepEqual(preferencesOf([]), housePreferences)
  assert.equal(new Set(housePreferences.map(({ category, channel }) => `${category} ${channel}`)).size, housePreferences.length)
  assert.equal(faultOf({ category: 'ACCOUNT', channel: 'SMS', enabled: true }), 'NOT_OFFERED')
  assert.deepEqual(
    preferencesOf([{ category: 'SHIPPING', channel: 'EMAIL', enabled: false }]).filter(({ category }) => category === 'SHIPPING'),
    [
      { category: 'SHIPPING', channel: 'EMAIL', enabled: false, changeable: true },
      { category: 'SHIPPING', channel: 'SMS', enabled: false, changeable: true },
      { category: 'SHIPPING', channel: 'PUSH', enabled: false, changeable: true },
    ],
  )
})
