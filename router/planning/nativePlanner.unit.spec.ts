import assert from 'node:assert/strict'
import { test } from 'node:test'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { nativePlans } from '../testing/planOf.ts'
import { commands, findings, guarded, media, moving, parcels, people, watched } from '../testing/smallSupergraphs.ts'
import { createNativePlanner } from './nativePlanner.ts'
import type { FetchStep } from './plan.ts'

const key = (name: string) => ({ kind: 'field', key: name, as: name, selections: null }) as const
const entities = '(representations: $representations)'

test('entities of one list are asked for by their keys, with the variables that the request uses', async () => {
  const { root, deferred } = await (await nativePlans(people)).plan('query Q($to: Int = 3) { me { name mail(to: $to) } }')
  const me: FetchStep = {
    kind: 'fetch',
    subgraph: 'people',
    query: '{me{__typename name id}}',
    operation: 'query',
    operationName: undefined,
    variables: [],
    brings: { kind: 'root', path: [], rewrites: [] },
  }
  const mail: FetchStep = {
    ...me,
    subgraph: 'posts',
    query: `query($representations:[_Any!]!, $to:Int=3){_entities${entities}{...on User{mail(to: $to)}}}`,
    variables: ['to'],
    brings: {
      kind: 'entities',
      lists: [
        {
          key: '_entities',
          variable: 'representations',
          paths: [[{ kind: 'field', key: 'me' }]],
          representations: [{ on: 'User', selections: [key('__typename'), key('id')] }],
          inputRewrites: [],
          outputRewrites: [],
        },
      ],
    },
  }
  assert.deepEqual({ root, deferred }, { root: { kind: 'sequence', steps: [me, mail] }, deferred: [] })
})

test('entities of several kinds go to a subgraph in one request, those of one kind in one list; lists of lists are one segment', async () => {
  const { root } = await (await nativePlans(people)).plan('{ users { mail } me { mail } also: me { mail posts { text } } }')
  const [, batch] = root?.kind === 'sequence' ? root.steps : []
  assert.ok(batch?.kind === 'fetch' && batch.brings.kind === 'entities')
  const lists = batch.brings.lists.toSorted((one, other) => one.paths.length - other.paths.length)
  assert.equal(batch.query.match(/_entities/g)?.length, 2)
  assert.deepEqual(
    lists.map(({ paths }) => new Set(paths)),
    [new Set([[{ kind: 'field', key: 'also' }]]), new Set([[{ kind: 'field', key: 'users' }, { kind: 'items' }], [{ kind: 'field', key: 'me' }]])],
  )
  assert.deepEqual(new Set(lists.map(({ key: alias }) => alias)), new Set(['_e0', '_e1']))
  assert.deepEqual(new Set(lists.map(({ variable }) => variable)), new Set(['__batch_reps_0', '__batch_reps_1']))
})

test('fields that require others are sent them, each with its own arguments, nested ones too', async () => {
  const { draw } = await nativePlans(parcels)
  const lines = (await draw('{ products { weight(unit: LB) inland abroad } }')).split('\n')
  assert.deepEqual(lines.slice(0, 4), [
    'sequence',
    '  shop {products{__typename id}}',
    `  scales query($representations:[_Any!]!){_entities${entities}{...on Product{weight(unit: KG) _internal_qp_alias_0: weight(unit: LB) box(unit: KG){y(unit: LB) x} _as_weight: weight(unit: LB)}}}`,
    '    _entities($representations) of products.@ as Product{__typename id}',
  ])
  assert.match(lines[5] ?? '', /of products\.@ as Product\{__typename weight=_internal_qp_alias_0 box\{x y\} id\}$/)
  assert.match(lines[6] ?? '', /of products\.@ as Product\{__typename weight id\}$/)
})

test('things are represented to an interface object under its own name', async () => {
  const { draw } = await nativePlans(media)
  assert.equal(
    await draw('{ books { pages stars } }'),
    `sequence
  library {books{__typename pages id}}
  critics query($representations:[_Any!]!){_entities${entities}{...on Media{stars}}}
    _entities($representations) of books.@ as Book{__typename id} before <Media>.__typename:="Media"`,
  )
})

test('of what may be of several types, the type is always asked for; of what an interface object answers, only where the client asks', async () => {
  assert.equal(
    await (await nativePlans(findings)).draw('{ node { id } search { ... on Found { is: __typename } } }'),
    'index {node{__typename id} search{__typename is: __typename}}',
  )
  assert.equal(await (await nativePlans(media)).draw('{ top { stars } }'), 'critics {top{stars}}')
  assert.match(await (await nativePlans(media)).draw('{ media { is: __typename } }'), /^library \{media\{__typename is: __typename\}\}$/)
})

test('requirements with unlike arguments are told apart whatever variables say', async () => {
  const { draw } = await nativePlans(parcels)
  const drawn = await draw('query ($v: Boolean!) { products { inland @include(if: $v) abroad } }')
  assert.match(drawn, /weight\(unit: KG\) _internal_qp_alias_0: weight\(unit: LB\)|weight\(unit: LB\) _internal_qp_alias_0: weight\(unit: KG\)/)
  assert.doesNotMatch(drawn, /@include|if \$v/)
})

test('an alias that is the name of its own field is none: the planner would panic', async () => {
  const { draw } = await nativePlans(media)
  assert.equal(await draw('{ books { stars stars: stars } books: books { stars } }'), await draw('{ books { stars } }'))
})

test('only objects of the right type are followed, and keys that would clash are renamed after the answer', async () => {
  const { draw } = await nativePlans(findings)
  assert.equal(
    await draw('{ search { ... on User { mail friends { mail name } } ... on Book { title } } }'),
    `sequence
  index {search{__typename ...on User{__typename id} ...on Book{__typename id owner{id}}}}
  details query($representations:[_Any!]!){_entities${entities}{...on Book{title} ...on User{mail friends{__typename mail id}}}}
    _entities($representations) of search.@ as Book{__typename id owner{id}} User{__typename id}
  index query($representations:[_Any!]!){_entities${entities}{...on User{name}}}
    _entities($representations) of search.@.<User>.friends.@ as User{__typename id}`,
  )
  assert.equal(
    await draw('{ node { ... on User { n: name } ... on Book { n: name } } }'),
    'index {node{__typename ...on User{n: name} ...on Book{_internal_qp_alias_0: name}}}\n  after node.<Book>._internal_qp_alias_0→n',
  )
})

test('what depends on variables alone is not asked for where they say no', async () => {
  const { draw } = await nativePlans(people)
  assert.equal(
    await draw('query ($s: Boolean!, $i: Boolean!) { me @include(if: $i) { mail @skip(if: $s) } }'),
    `sequence
  if $i
    people $i query($i:Boolean!){me @include(if: $i){__typename id}}
  if $s
    nothing
  else
    posts query($representations:[_Any!]!){_entities${entities}{...on User{mail}}}
      _entities($representations) of me as User{__typename id}`,
  )
})

test('a condition around fields of the root leaves no type in their paths', async () => {
  const lines = (await (await nativePlans(findings)).draw('query ($i: Boolean!) { ... @include(if: $i) { node { ... on User { mail } } } }')).split(
    '\n',
  )
  assert.match(lines.at(-1) ?? '', / of node\.<User> as User\{__typename id\}$/)
})

test('nobody is asked for the name of the root type, nor for what a literal leaves out', async () => {
  const { draw } = await nativePlans(people)
  for (const operation of ['{ __typename }', '{ me @skip(if: true) { id } ... @include(if: false) { me { id } } ... { t: __typename } }']) {
    assert.equal(await draw(operation), 'nothing')
  }
})

test('each field of a mutation is complete before the next is begun', async () => {
  const { draw } = await nativePlans(commands)
  assert.equal(
    await draw('mutation ($i: Boolean!) { one two { user { name } } ... on Mutation @include(if: $i) { three __typename } four { name } }'),
    `sequence
  a mutation{one}
  a mutation{two{user{__typename id}}}
  b query($representations:[_Any!]!){_entities${entities}{...on User{name}}}
    _entities($representations) of two.user as User{__typename id}
  if $i
    b $i mutation($i:Boolean!){...on Mutation @include(if: $i){three}}
  b mutation{four{name}}`,
  )
})

test('mutations that bring all themselves share a request where they follow each other', async () => {
  assert.equal(
    await (await nativePlans(commands)).draw('mutation { one t: two { ok } three o: one }'),
    'sequence\n  a mutation{one t: two{ok}}\n  b mutation{three}\n  a mutation{o: one}',
  )
})

test('a root type that a field leads to is asked for at its path', async () => {
  assert.equal(
    await (await nativePlans(commands)).draw('mutation { two { query { here there } } }'),
    'sequence\n  a mutation{two{query{here __typename}}}\n  b at two.query {there}',
  )
})

test('fields move with the labels that hold, percentages among them', async () => {
  const { draw } = await nativePlans(moving)
  const moved = async (labels: string[]): Promise<string> => /on Thing\{(.*?)\}/.exec(await draw('{ thing { x y z w } }', labels))?.[1] ?? ''
  assert.equal(await draw('{ thing { x y z w } }'), 'old {thing{x y z w}}')
  assert.deepEqual(
    [
      await moved(['beta']),
      await moved(['percent(50.5)']),
      await moved(['percent(25)', 'percent(50.5)']),
      await moved(['percent(25)', 'percent(50.5)', 'beta']),
    ],
    ['y', 'z', 'x z', 'x y z'],
  )
})

test('a subscription comes first', async () => {
  const { root } = await (await nativePlans(watched)).plan('subscription { changed { id y } }')
  const [first, second] = root?.kind === 'sequence' ? root.steps : []
  assert.ok(first?.kind === 'fetch' && second?.kind === 'fetch')
  assert.deepEqual([first.operation, first.query, second.operation], ['subscription', 'subscription{changed{__typename id}}', 'query'])
})

test('an alias never stands for a key, and a variable of the client is never the representations', async () => {
  const { draw, plan } = await nativePlans(people)
  assert.equal(
    await draw('query ($representations: Int) { me { id: name __typename: name mail(to: $representations) } }'),
    `sequence
  people {me{__typename _as_id: name _as___typename: name id}}
  posts $representations query ($_as_representations: [_Any!]!, $representations: Int) { _entities(representations: $_as_representations) { ... on User { mail(to: $representations) } } }
    _entities($_as_representations) of me as User{__typename id}`,
  )
  const { document } = await plan('{ me { id: name } }')
  assert.match(JSON.stringify(document), /_as_id/)
})

test('what would be dropped, planned wrongly or not be kept is refused: @defer, fragments on interface objects, unknown specifications for security', async () => {
  await assert.rejects((await nativePlans(people)).plan('{ me { name ... @defer { mail } } }'), /plans no @defer/)
  const { plan } = await nativePlans(media)
  await assert.rejects(plan('{ top { ... { ... on Book { pages } } } }'), /errs about fragments on what an interface object answers/)
  await assert.rejects(plan('{ media { ...F } } fragment F on Book { pages }'), /errs about fragments/)
  await assert.rejects(plan('query ($off: Boolean!) { top { ... on Media @skip(if: $off) { stars } } }'), /errs about fragments/)
  await plan('query ($off: Boolean!) { top { stars @skip(if: $off) ... on Media { stars } } }')
  await plan('{ top { ... on Media { stars } } books { ... on Book { pages } } }')
  const contextual = composeSupergraph({
    a: `type Query { p: P } type P @key(fields: "id") @context(name: "c") { id: ID! currency: String! q: Q! }
      type Q @key(fields: "id") { id: ID! f(c: String @fromContext(field: "$c { currency }")): Int }`,
    b: 'type Query { z: Int }',
  })
  await assert.rejects(
    createNativePlanner(contextual),
    /needs https:\/\/specs\.apollo\.dev\/context for its security, which this router does not know/,
  )
})

test('protected supergraphs are planned for like all others', async () => {
  const lines = (await (await nativePlans(guarded)).draw('{ thing { x y } }')).split('\n')
  assert.deepEqual(lines.slice(1, 2), ['  a {thing{__typename x id}}'])
  assert.equal(lines.length, 4)
})
