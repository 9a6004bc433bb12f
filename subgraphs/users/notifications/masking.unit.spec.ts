import assert from 'node:assert/strict'
import { test } from 'node:test'

import { masked } from './masking.ts'

test('shows enough of an address to recognise it, and too little to use it', () => {
  assert.deepEqual(['ann@example.com', 'a@b.de', '"odd@part"@example.com', '+49301234567', 'usr_1'].map(masked), [
    'a***@example.com',
    'a***@b.de',
    '"***@example.com',
    '***67',
    'usr_1',
  ])
})
