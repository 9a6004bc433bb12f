import assert from 'node:assert/strict'
import { test } from 'node:test'

import { specOf } from './givenWhenThen.ts'

type Event = 'opened' | 'closed'
type Answer = { readonly ok: true; readonly value: readonly Event[] } | { readonly ok: false; readonly error: { readonly code: string } }
const door = {
  initial: 'closed' as Event,
  evolve: (_: Event, event: Event): Event => event,
  decide: (command: Event, state: Event): Answer => (command === state ? { ok: false, error: { code: 'ALREADY' } } : { ok: true, value: [command] }),
}

test('a specification holds when exactly its events happen, or its refusal comes', () => {
  specOf(door).given([]).when('opened').thenHappens(['opened'])
  specOf(door).given(['opened']).when('opened').thenRefuses('ALREADY')
})

test('a specification fails when something else happens, nothing happens, or the refusal is another', () => {
  const outcome = specOf(door).given(['opened', 'closed']).when('opened')
  assert.throws(() => outcome.thenHappens([]), assert.AssertionError)
  assert.throws(() => outcome.thenHappens(['opened', 'closed']), assert.AssertionError)
  assert.throws(() => outcome.thenRefuses('ALREADY'), assert.AssertionError)
  assert.throws(() => specOf(door).given(['opened']).when('opened').thenRefuses('OTHER'), assert.AssertionError)
  assert.throws(() => specOf(door).given(['opened']).when('opened').thenHappens([]), assert.AssertionError)
})
