import assert from 'node:assert/strict'
import { test } from 'node:test'

import { answerDenied } from '../testing/answerDenied.ts'
import { authorize, nobody, protectedGraph, somebody, type Authorized, type ProtectedGraph } from '../testing/authorize.ts'

const graph = protectedGraph(`
  type Query { me: User users: [User!]! open: S node: Node named: Named search: [Found] secret: Vault level: Level pin: Pin @authenticated old: [Legacy!]
    find(id: ID): Note }
  type Mutation @requiresScopes(scopes: [["write"]]) { rename(name: String!): User touch: String }
  type User implements Node & Named { id: ID! name: String mail: String @requiresScopes(scopes: [["mail"], ["admin"]]) key: String! @authenticated friend: User note: Note }
  type Note implements Node { id: ID! text: String @policy(policies: [["p", "q"], ["r"]]) always: S @requiresScopes(scopes: []) ever: S @policy(policies: [[]]) }
  type Vault implements Named @authenticated { id: ID! name: String code: String @requiresScopes(scopes: [["vault"]]) }
  interface Node { id: ID! }
  interface Named { name: String }
  interface Legacy { title: String }
  type Open implements Legacy { title: String }
  type Shut implements Legacy { title: String @requiresScopes(scopes: [["shut"]]) }
  union Found = User | Vault | Note
  scalar S
  scalar Pin @requiresScopes(scopes: [["pin"]])
  enum Level @authenticated { HIGH }
`)

/** The answer as a client would get it. */
function answer({ document, filtered }: Authorized, on: ProtectedGraph = graph, variables = {}): unknown {
  const { document: planned, denied } = filtered
  return answerDenied({ schema: on.schema, document, planned, denied, variables }).data
}

test('leaves an operation as it is when nothing in it is protected, but for what other operations need', () => {
  const all = authorize(graph, 'query A { me { ...F } } query B { open } fragment F on User { id }', { operationName: 'A' })
  assert.equal(all.asked, 'query A { me { ...F } } fragment F on User { id }')
  assert.equal(all.filtered.denied.size, 0)
})

test('takes out a field for its own directive, and names it by its alias', () => {
  const asked = authorize(graph, '{ me { id post: mail } }')
  assert.equal(asked.asked, '{ me { id } }')
  assert.deepEqual(asked.denied, ['me.post'])
  assert.deepEqual(answer(asked), { me: { id: 'User.id', post: null } })
})

test('one of the alternatives is enough, and all of it is needed', () => {
  const mail = '{ me { id mail } }'
  assert.deepEqual(authorize(graph, mail, { rights: somebody(['admin']) }).denied, [])
  assert.deepEqual(authorize(graph, mail, { rights: somebody(['mai', 'admin ']) }).denied, ['me.mail'])
  const text = '{ find { text } }'
  assert.deepEqual(authorize(graph, text, { rights: somebody([], ['p']) }).denied, ['find.text'])
  assert.deepEqual(authorize(graph, text, { rights: somebody([], ['p', 'q']) }).denied, [])
  assert.deepEqual(authorize(graph, text, { rights: { ...nobody, policies: new Set(['r']) } }).denied, [])
})

test('an empty list, and a list with an empty list in it, ask for nothing', () => {
  assert.deepEqual(authorize(graph, '{ find { always ever } }').denied, [])
})

test('takes out a field for the type that it returns: object, enum or scalar', () => {
  const asked = authorize(graph, '{ open secret { id } level pin }')
  assert.equal(asked.asked, '{ open }')
  assert.deepEqual(asked.denied, ['secret', 'level', 'pin'])
  assert.deepEqual(authorize(graph, '{ level pin secret { id code } }', { rights: somebody() }).denied, ['pin', 'secret.code'])
})

test('a field of which nothing is left is not asked for, and is null', () => {
  const asked = authorize(graph, '{ open me { friend { mail key } } }')
  assert.equal(asked.asked, '{ open }')
  assert.deepEqual(asked.denied, ['me.friend.mail', 'me.friend.key'])
  assert.deepEqual(answer(asked), { open: 'Query.open', me: null })
})

test('a null where none may be goes up to the nearest field that may be null', () => {
  assert.deepEqual(answer(authorize(graph, '{ me { id friend { id key } } }')), { me: { id: 'User.id', friend: null } })
})

test('what variables may switch off keeps its parent, which may be empty', () => {
  const asked = authorize(graph, 'query ($m: Boolean!) { me { mail @include(if: $m) } }', { variables: { m: false } })
  assert.equal(asked.asked, '{ me { __typename } }')
  assert.deepEqual(asked.denied, [])
  assert.deepEqual(answer(asked, graph, { m: false }), { me: {} })
  assert.deepEqual(answer(asked, graph, { m: true }), { me: { mail: null } })
})

test('drops the variables and fragments that only denied selections used', () => {
  const asked = authorize(
    graph,
    'query Q($id: ID, $deep: Boolean!) { find(id: $id) { id ...T } secret @include(if: $deep) { ...V } } fragment T on Note { text } fragment V on Vault { id }',
  )
  assert.equal(asked.asked, 'query Q($id: ID) { find(id: $id) { id } }')
  assert.deepEqual(asked.denied, ['find.text'])
})

test('an interface asks for what every implementer asks for, held against the viewer alone', () => {
  assert.deepEqual(authorize(graph, '{ old { title } }').denied, ['old.title'])
  assert.deepEqual(authorize(graph, '{ old { title } }', { rights: somebody(['shut']) }).denied, [])
  // Vault is protected as a type; User is not.
  const named = authorize(graph, '{ named { name ... on User { id } } }')
  assert.equal(named.asked, null)
  assert.deepEqual(named.denied, ['named'])
})

test('all implementers asking for the same is no reason to show it', () => {
  const twins = protectedGraph(`
    type Query { pet: Pet }
    interface Pet { name: String chip: String }
    type Cat implements Pet @authenticated { name: String chip: String @requiresScopes(scopes: [["chip"]]) }
    type Dog implements Pet @authenticated { name: String chip: String @requiresScopes(scopes: [["chip"]]) }
  `)
  assert.deepEqual(authorize(twins, '{ pet { name } }').denied, ['pet'])
  assert.deepEqual(authorize(twins, '{ pet { name chip } }', { rights: somebody() }).denied, ['pet.chip'])
})

test('only the name of a type and fragments on types are judged one by one under an interface', () => {
  const asked = authorize(graph, '{ named { __typename ... on User { name } ... on Vault { name } } }')
  assert.equal(asked.asked, '{ named { __typename ... on User { name } } }')
  assert.deepEqual(asked.denied, ['named.name'])
})

const detours = [
  '{ named { ... on Named { name } } }',
  '{ named { ... { name } } }',
  '{ named { ...N } } fragment N on Named { name }',
  '{ named { ... on Node { ... on Named { name } } } }',
  '{ search { ... on Named { name } } }',
  '{ search { ...N } } fragment N on Named { ...M } fragment M on Named { name }',
]
for (const detour of detours) {
  test(`no detour leads to the field of a protected implementer: ${detour}`, () => {
    assert.equal(authorize(graph, detour).asked, null)
    assert.deepEqual(authorize(graph, detour, { rights: somebody() }).denied, [])
  })
}

test('members of a union are judged by their fragments', () => {
  const asked = authorize(graph, '{ search { __typename ... on User { id } ... on Vault { id ...V } } } fragment V on Vault { code }')
  assert.equal(asked.asked, '{ search { __typename ... on User { id } } }')
  assert.deepEqual(asked.denied, ['search.id', 'search.code'])
})

test('a denied fragment that may ask for nothing leaves its field, whose object has a place in the answer', () => {
  const guarded = authorize(graph, 'query ($c: Boolean!) { search { ... on Vault { code @include(if: $c) } } }', { variables: { c: false } })
  assert.equal(guarded.asked, '{ search { __typename } }')
  assert.deepEqual(guarded.denied, [])
  const named = authorize(graph, '{ search { ... on Vault { __typename } } }')
  assert.equal(named.asked, '{ search { __typename } }')
  assert.equal(authorize(graph, '{ search { ... on Vault { __typename code } } }').asked, null)
})

test('a fragment is cut once and denied at each place that spreads it', () => {
  const asked = authorize(graph, '{ me { ...F friend { ...F } } } fragment F on User { name mail }')
  assert.equal(asked.asked, '{ me { ...F friend { ...F } } } fragment F on User { name }')
  assert.deepEqual(asked.denied, ['me.mail', 'me.friend.mail'])
})

test('a key that a denied and an allowed selection share keeps its value', () => {
  const asked = authorize(graph, '{ old { __typename title ... on Open { title } } }')
  assert.equal(asked.asked, '{ old { __typename ... on Open { title } } }')
  assert.deepEqual(answer(asked), {
    old: [
      { __typename: 'Open', title: 'Open.title' },
      { __typename: 'Shut', title: null },
    ],
  })
})

test('what a denied selection asks of an object stays denied beside an allowed one', () => {
  const pair = protectedGraph(`
    type Query { things: [Thing!] }
    interface Thing { owner: Owner }
    type Only implements Thing { owner: Owner free: Owner }
    type Other implements Thing { owner: Owner @authenticated }
    type Owner { id: ID name: String }
  `)
  const asked = authorize(pair, '{ things { owner { id } ... on Only { owner { name } } } }')
  assert.equal(asked.asked, '{ things { ... on Only { owner { name } } } }')
  assert.deepEqual(answer(asked, pair), { things: [{ owner: { id: null, name: 'Owner.name' } }, { owner: null }] })
})

test('a protected root denies each of its fields and not the name of its type', () => {
  const asked = authorize(graph, 'mutation { __typename rename(name: "x") { id } ... { touch } }')
  assert.equal(asked.asked, 'mutation { __typename }')
  assert.deepEqual(asked.denied, ['rename', 'touch'])
  assert.deepEqual(answer(asked), { __typename: 'Mutation', rename: null, touch: null })
  assert.equal(authorize(graph, 'mutation { ...M } fragment M on Mutation { touch }').asked, null)
  assert.deepEqual(authorize(graph, 'mutation { touch }', { rights: somebody(['write']) }).denied, [])
})

test('introspection is nobody’s secret, beside data too', () => {
  const asked = authorize(graph, '{ __schema { types { ...T } } __type(name: "Vault") { name } secret { id } } fragment T on __Type { name }')
  assert.equal(asked.asked, '{ __schema { types { ...T } } __type(name: "Vault") { name } } fragment T on __Type { name }')
  assert.deepEqual(asked.denied, ['secret'])
})

test('a deferred fragment is judged like one that is not', () => {
  const later = protectedGraph(
    'directive @defer(if: Boolean, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT type Query { me: User } type User { id: ID mail: String @authenticated }',
  )
  const asked = authorize(later, '{ me { id ... @defer(label: "a") { mail } ...F @defer } } fragment F on User { mail again: id }')
  assert.equal(asked.asked, '{ me { id ...F @defer } } fragment F on User { again: id }')
  assert.deepEqual(asked.denied, ['me.mail'])
})

test('names what lies inside of something denied, but as nested', () => {
  const { filtered } = authorize(graph, '{ secret { code } search { ... on Vault { code } } }')
  assert.deepEqual(
    filtered.denials.map(({ path, nested }) => [path.join('.'), nested]),
    [
      ['secret', false],
      ['secret.code', true],
      ['search.code', false],
    ],
  )
})
