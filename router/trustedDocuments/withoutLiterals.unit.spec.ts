import assert from 'node:assert/strict'
import { test } from 'node:test'

import { withoutLiterals } from './withoutLiterals.ts'

test('a document is shown without what its writer put in', () => {
  assert.equal(
    withoutLiterals('mutation { signIn(input: { email: "a@b.c", password: """secret""", n: 42, f: 1.5, role: ADMIN }) { ok } }'),
    'mutation {\n  signIn(input: {email: "", password: "", n: 0, f: 0, role: ADMIN}) {\n    ok\n  }\n}',
  )
})

test('what is no GraphQL, or too long, is not shown', () => {
  assert.equal(withoutLiterals('{ a("secret'), undefined)
  assert.equal(withoutLiterals(`{ ${'a '.repeat(2500)} }`), undefined)
  assert.equal(withoutLiterals(`{ ${'a'.repeat(5000)} }`), undefined)
})
