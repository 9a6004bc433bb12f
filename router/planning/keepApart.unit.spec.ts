import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { createKeepApart, keyForClient } from './keepApart.ts'

const keepApart = createKeepApart(
  composeSupergraph({
    people: `type Query { me: User } type User @key(fields: "id place { zip }") { id: ID! place: Place! nick: String mail(short: Boolean): String } type Place @shareable { zip: String! }`,
    parcels: `type User @key(fields: "id place { zip }") { id: ID! place: Place! mail(short: Boolean): String @external label: String @requires(fields: "mail(short: true)") } type Place @shareable { zip: String! }`,
  }).document,
)

function apart(operation: string): string {
  return print(keepApart(parse(operation))).replaceAll(/\s+/g, ' ')
}

test('an alias that is the name of a key, of a required field or of the type is renamed', () => {
  assert.equal(
    apart('{ me { id: nick __typename: nick place { zip: __typename } mail: nick } }'),
    '{ me { _as_id: nick _as___typename: nick place { _as_zip: __typename } _as_mail: nick } }',
  )
})

test('a field whose arguments may differ from those of a requirement is renamed, aliased to its own name or not', () => {
  assert.equal(apart('{ me { mail(short: false) } a: me { mail: mail } }'), '{ me { _as_mail: mail(short: false) } a: me { _as_mail: mail } }')
})

test('what cannot meet anything stays, and the document with it', () => {
  const document = parse('{ me { id nick: id t: __typename place { zip nick: zip } label m: mail } }')
  assert.equal(keepApart(document), document)
})

test('a key that looks as if it had been renamed is renamed too, so that each finds its way back', () => {
  assert.equal(apart('{ me { _as_id: nick _internal_qp_alias_0: nick } }'), '{ me { _as__as_id: nick _as__internal_qp_alias_0: nick } }')
  assert.deepEqual(['_as__as_id', '_as_id', 'id', 'was_id'].map(keyForClient), ['_as_id', 'id', 'id', 'was_id'])
})

test('fragments are renamed as fields are', () => {
  assert.equal(
    apart('{ me { ...F ... on User { id: nick } } } fragment F on User { id: nick }'),
    '{ me { ...F ... on User { _as_id: nick } } } fragment F on User { _as_id: nick }',
  )
})
