import assert from 'node:assert/strict'
import { test } from 'node:test'

import { entities, leaves, list, root } from '../testing/handPlans.ts'
import { answer, type HandPrepared } from '../testing/prepared.ts'

const REPRESENTED = 'query ($representations: [_Any!]!) { _entities(representations: $representations)'

/** One subgraph answers all of an operation. */
const from = (data: Record<string, unknown>, given: Pick<HandPrepared, 'sdl' | 'query'> & Partial<HandPrepared>) =>
  answer({ step: root('all', given.query.replaceAll(/\n/g, ' ')), answers: { all: { data } }, ...given })

test('@skip and @include are judged for each request, on fields and on fragments, and decide where a key stands', async () => {
  const sdl = 'type Query { a: Int b: Int c: Int o: O } type O { x: Int y: Int }'
  const query =
    'query ($v: Boolean!) { ...F @include(if: $v) b @skip(if: true) c o @skip(if: $v) { x } ...F ...on Query @skip(if: $v) { o { y } } } fragment F on Query { a }'
  const data = { a: 1, b: 2, c: 3, o: { x: 4, y: 5 } }
  assert.equal((await from(data, { sdl, query, variables: { v: true } })).text, '{"a":1,"c":3}')
  assert.equal((await from(data, { sdl, query, variables: { v: false } })).text, '{"c":3,"o":{"x":4,"y":5},"a":1}')
})

test('a variable that decides and is null answers nothing', async () => {
  const { text, errors, calls } = await from(
    { a: 1 },
    { sdl: 'type Query { a: Int }', query: 'query ($v: Boolean = true) { a @skip(if: $v) }', variables: { v: null } },
  )
  assert.deepEqual([text, calls, errors[0]?.extensions], ['null', [], { code: 'BAD_USER_INPUT' }])
})

test('variables reach subgraphs coerced and with their defaults, those that are absent not at all', async () => {
  const sdl = 'input I { n: Int = 3 e: E } enum E { A } type Query { a(i: I, l: [Int], s: String, d: String): Int }'
  const query = 'query ($i: I, $l: [Int], $s: String, $d: String = "d") { a(i: $i, l: $l, s: $s, d: $d) }'
  const step = root('all', query, { variables: ['i', 'l', 's', 'd'] })
  const { calls } = await from({ a: 1 }, { sdl, query, step, variables: { i: { e: 'A' }, l: 5 } })
  assert.deepEqual(calls[0]?.variables, { i: { n: 3, e: 'A' }, l: [5], d: 'd' })
})

test('fragments on interfaces and unions count for what an object turns out to be', async () => {
  const sdl = `interface Pet { name: String } type Cat implements Pet { name: String lives: Int } type Dog implements Pet { name: String barks: Boolean }
    type Rock { name: String } union Thing = Cat | Dog | Rock type Query { things: [Thing] pet: Pet }`
  const query = `{ things { ... on Pet { name ... on Cat { lives } } ... on Dog { barks } ...R } pet { __typename ... on Pet { name } } } fragment R on Rock { kind: __typename }`
  const data = {
    things: [
      { __typename: 'Cat', name: 'Tom', lives: 9 },
      { __typename: 'Dog', name: 'Rex', barks: true },
      { __typename: 'Rock', kind: 'Rock', name: 'x' },
    ],
    pet: { __typename: 'Dog', name: 'Rex', barks: true },
  }
  assert.equal(
    (await from(data, { sdl, query })).text,
    '{"things":[{"name":"Tom","lives":9},{"name":"Rex","barks":true},{"kind":"Rock"}],"pet":{"__typename":"Dog","name":"Rex"}}',
  )
})

test('__typename is told by whoever knows it, under any name, and costs no call', async () => {
  const sdl = 'type Query { a: A } type A { x: Int }'
  const only = await answer({ sdl, query: '{ __typename q: __typename }', step: null, answers: {} })
  assert.deepEqual([only.text, only.calls], ['{"__typename":"Query","q":"Query"}', []])
  assert.equal((await from({ a: { x: 1 } }, { sdl, query: '{ a { t: __typename x __typename } }' })).text, '{"a":{"t":"A","x":1,"__typename":"A"}}')
})

const media = 'interface Media { id: ID! score: Int } type Book implements Media { id: ID! score: Int title: String } type Query { media: [Media] }'
const mediaGraph =
  'interface Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) { id: ID! } type Book implements Media { id: ID! }'

test('objects of an interface that a subgraph knows as an object are asked about by its name and get their own', async () => {
  const rename = {
    kind: 'set',
    path: [
      { kind: 'types', names: ['Media'] },
      { kind: 'key', key: '__typename' },
    ],
    value: 'Media',
  } as const
  const own = entities(
    'books',
    `${REPRESENTED} { __typename ... on Book { title } } }`,
    list('media.@', [leaves('Media', 'id')], { inputRewrites: [rename] }),
  )
  const given = { sdl: media, supergraph: mediaGraph, query: '{ media { __typename score ... on Book { title } } }' }
  const { text, calls } = await answer({
    ...given,
    step: { kind: 'sequence', steps: [root('scores', '{ media { __typename id score } }'), own] },
    answers: {
      scores: { data: { media: [{ __typename: 'Media', id: '1', score: 5 }] } },
      books: { data: { _entities: [{ __typename: 'Book', title: 'Emma' }] } },
    },
  })
  assert.equal(text, '{"media":[{"__typename":"Book","score":5,"title":"Emma"}]}')
  assert.deepEqual(calls[1]?.variables, { representations: [{ __typename: 'Media', id: '1' }] })
})

test('where nobody asks what such an object is, it needs no type of its own; where somebody does, there must be one', async () => {
  const given = { sdl: media, supergraph: mediaGraph }
  const data = {
    media: [
      { __typename: 'Media', id: '1', score: 5 },
      { id: '2', score: 6 },
    ],
  }
  assert.equal(
    (await from(data, { ...given, query: '{ media { score ... on Media { id } ... on Book { title } } }' })).text,
    '{"media":[{"score":5,"id":"1"},{"score":6,"id":"2"}]}',
  )
  const typed = await from(data, { ...given, query: '{ media { __typename score } }' })
  assert.equal(typed.text, '{"media":[null,null]}')
  assert.deepEqual(
    typed.errors.map(({ path }) => path),
    [
      ['media', 0, '__typename'],
      ['media', 1, '__typename'],
    ],
  )
  const other = await from(data, { sdl: media, query: '{ media { score } }' })
  assert.deepEqual([other.text, other.errors.map(({ path }) => path)], ['{"media":[null,{"score":6}]}', [['media', 0]]])
})

test('scalars are coerced as graphql-js does, and what cannot be is null with an error that does not tell it', async () => {
  const sdl = 'scalar Any type Query { i: Int f: Float s: String b: Boolean id: ID any: Any l: [Int] n: [Int!] big: Int }'
  const query = '{ i f s b id any l n big }'
  const { text, errors } = await from(
    { i: '7', f: true, s: 5, b: 0, id: 9, any: { x: [1] }, l: ['1', null, 'secret'], n: [1, 2.5], big: 2 ** 40 },
    { sdl, query },
  )
  assert.equal(text, '{"i":7,"f":1,"s":"5","b":false,"id":"9","any":{"x":[1]},"l":[1,null,null],"n":null,"big":null}')
  assert.deepEqual(
    errors.map(({ path }) => path),
    [['l', 2], ['n', 1], ['big']],
  )
  assert.doesNotMatch(JSON.stringify(errors), /secret/)
})

test('a value of a custom scalar is passed on without keys that could harm, and not if it is nested beyond all use', async () => {
  const deep = JSON.parse(`${'['.repeat(65)}${']'.repeat(65)}`) as unknown
  const given = { sdl: 'scalar Any type Query { a: Any b: Any }', query: '{ a b }' }
  const { text, errors } = await answer({
    ...given,
    step: root('all', '{ a b }'),
    answers: { all: () => ({ data: { a: JSON.parse('{"x":[{"__proto__":{"p":1},"y":2}]}') as unknown, b: deep } }) },
  })
  assert.deepEqual([text, errors.map(({ path }) => path)], ['{"a":{"x":[{"y":2}]},"b":null}', [['b']]])
})

test('values and types that clients may not see are null with an error that does not name them', async () => {
  const sdl = 'enum Mood { GLAD } type Cat { a: Int } union Pet = Cat type Query { mood: Mood moods: [Mood!] pet: Pet pets: [Pet] }'
  const data = {
    mood: 'HIDDEN',
    moods: ['GLAD', 'HIDDEN'],
    pet: { __typename: 'Hidden', a: 1 },
    pets: [{ __typename: 'Cat', a: 1 }, { __typename: 'Hidden' }],
  }
  const { text, errors } = await from(data, { sdl, query: '{ mood moods pet { __typename } pets { ... on Cat { a } } }' })
  assert.equal(text, '{"mood":null,"moods":null,"pet":null,"pets":[{"a":1},null]}')
  assert.deepEqual(
    errors.map(({ path }) => path),
    [['mood'], ['moods', 1], ['pet'], ['pets', 1]],
  )
  assert.doesNotMatch(JSON.stringify(errors), /hidden/i)
})

test('introspection and data are answered together, in their order', async () => {
  const sdl = 'type Query { a: Int }'
  const query =
    'query ($n: String!) { t: __type(name: $n) { ...N } ... on Query { a __schema { queryType { name } } } } fragment N on __Type { name kind }'
  const { text, calls } = await from({ a: 1 }, { sdl, query, step: root('all', '{ a }'), variables: { n: 'Query' } })
  assert.equal(text, '{"t":{"name":"Query","kind":"OBJECT"},"a":1,"__schema":{"queryType":{"name":"Query"}}}')
  assert.deepEqual(calls, [{ subgraph: 'all', variables: {} }])
  const alone = await answer({ sdl, query: '{ __type(name: "Nothing") { name } }', step: null, answers: {} })
  assert.deepEqual([alone.text, alone.errors], ['{"__type":null}', []])
})

test('a null that must not be one is told where it is, and nothing else is lost', async () => {
  const sdl = 'type Query { a: A b: Int } type A { l: [B!] } type B { c: C! } type C { n: Int! }'
  const { text, errors } = await from({ a: { l: [{ c: { n: 1 } }, { c: { n: null } }] }, b: 2 }, { sdl, query: '{ a { l { c { n } } } b }' })
  assert.equal(text, '{"a":{"l":null},"b":2}')
  assert.deepEqual(errors, [{ message: 'Cannot return null for non-nullable field C.n.', path: ['a', 'l', 1, 'c', 'n'], extensions: {} }])
})

test('response keys are the client’s, whatever the plan calls them', async () => {
  const sdl = 'type Query { me: U } type U { id: ID name: String! }'
  const query = '{ me { id: name } }'
  const step = root('all', '{ me { _as_id: name id } }')
  assert.equal((await answer({ sdl, query, step, answers: { all: { data: { me: { _as_id: 'Ada', id: '1' } } } } })).text, '{"me":{"id":"Ada"}}')
  const failed = await answer({ sdl, query, step, answers: { all: { data: { me: null }, errors: [{ message: 'no', path: ['me', '_as_id'] }] } } })
  assert.deepEqual(
    failed.errors.map(({ path }) => path),
    [['me', 'id']],
  )
})

test('selections that were denied are null and told at each place, and asked of nobody', async () => {
  const sdl = 'type Query { users: [User] } type User { id: ID secret: String must: Int! } '
  const query = '{ users { id mine: secret } all: users { id } }'
  const isDenied: HandPrepared['isDenied'] = (node) => 'alias' in node && node.alias?.value === 'mine'
  const { text, denied, errors } = await from(
    { users: [{ id: '1' }, null, { id: '2' }], all: [] },
    { sdl, query, step: root('all', '{ users { id } all: users { id } }'), isDenied },
  )
  assert.equal(text, '{"users":[{"id":"1","mine":null},null,{"id":"2","mine":null}],"all":[]}')
  assert.deepEqual(
    [denied, errors],
    [
      [
        ['users', 0, 'mine'],
        ['users', 2, 'mine'],
      ],
      [],
    ],
  )
})

test('a key that somebody else asked for with the right to it keeps its value', async () => {
  const sdl = 'interface I { x: Int } type A implements I { x: Int } type Query { i: I }'
  const query = '{ i { ... on A { x } ... on I { x } } }'
  const isDenied: HandPrepared['isDenied'] = (node) => node.kind === 'InlineFragment' && node.typeCondition?.name.value === 'A'
  const { text, denied } = await from({ i: { __typename: 'A', x: 1 } }, { sdl, query, isDenied })
  assert.deepEqual([text, denied], ['{"i":{"x":1}}', []])
})
