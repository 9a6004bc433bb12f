import assert from 'node:assert/strict'
import { test } from 'node:test'

import { expandVariables } from './expandVariables.ts'

const lookup = (name: string): string | undefined => ({ SET: 'value', EMPTY: '', TRICKY: 'a: b\n- ${env.SET}' })[name]

test('replaces variables and falls back to defaults', () => {
  const expanded = expandVariables({ a: '${env.SET}', b: 'x-${env.SET}-${env.NONE:-y}', c: ['${env.NONE:-1}'], d: 4 }, lookup)
  assert.deepEqual(expanded, { ok: true, value: { a: 'value', b: 'x-value-y', c: ['1'], d: 4 } })
})

test('takes an empty variable for an unset one', () => {
  assert.deepEqual(expandVariables({ a: '${env.EMPTY:-default}' }, lookup), { ok: true, value: { a: 'default' } })
})

test('leaves out a value whose outcome is empty', () => {
  assert.deepEqual(expandVariables({ a: '${env.NONE:-}', b: ['${env.NONE:-}', 'kept'], c: '' }, lookup), { ok: true, value: { b: ['kept'], c: '' } })
})

test('names every variable that has neither value nor default', () => {
  assert.deepEqual(expandVariables({ a: '${env.NONE}', b: { c: '${env.OTHER}' } }, lookup), { ok: false, error: ['NONE', 'OTHER'] })
})

test('lets a variable add no structure and no further variables', () => {
  assert.deepEqual(expandVariables({ a: '${env.TRICKY}' }, lookup), { ok: true, value: { a: 'a: b\n- ${env.SET}' } })
})

test('does not touch keys', () => {
  assert.deepEqual(expandVariables({ '${env.SET}': 1 }, lookup), { ok: true, value: { '${env.SET}': 1 } })
})
