import assert from 'node:assert/strict'
import { test } from 'node:test'

import { apolloPlans } from '../testing/planOf.ts'
import { commands, findings, guarded, media, moving, parcels, people, watched } from '../testing/smallSupergraphs.ts'
import type { FetchStep } from './plan.ts'

const key = (name: string) => ({ kind: 'field', key: name, as: name, selections: null }) as const
const entities = '(representations:$representations)'

test('entities are asked for by their keys, with the variables that the request uses', async () => {
  const { root, deferred } = await (await apolloPlans(people)).plan('query Q($to: Int = 3) { me { name mail(to: $to) } }')
  const me: FetchStep = {
    kind: 'fetch',
    subgraph: 'people',
    query: 'query Q__people__0{me{__typename id name}}',
    operation: 'query',
    operationName: 'Q__people__0',
    variables: [],
    brings: { kind: 'root', path: [], rewrites: [] },
  }
  const mail: FetchStep = {
    ...me,
    subgraph: 'posts',
    query: `query Q__posts__1($representations:[_Any!]!$to:Int=3){_entities${entities}{...on User{mail(to:$to)}}}`,
    operationName: 'Q__posts__1',
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

test('a list of lists is one segment', async () => {
  assert.match(await (await apolloPlans(people)).draw('{ users { mail } }'), / of users\.@ as User\{__typename id\}$/)
})

test('fields that require others are sent them, nested ones too', async () => {
  assert.equal(
    await (await apolloPlans(parcels)).draw('{ products { weight(unit: KG) abroad } }'),
    `sequence
  shop {products{__typename id}}
  scales query($representations:[_Any!]!){_entities${entities}{...on Product{_as_weight:weight(unit:KG)weight(unit:LB)box(unit:KG){x y(unit:LB)}}}}
    _entities($representations) of products.@ as Product{__typename id}
  post query($representations:[_Any!]!){_entities${entities}{...on Product{abroad}}}
    _entities($representations) of products.@ as Product{__typename weight box{x y} id}`,
  )
})

test('things are represented to an interface object under its own name, and asked for their true one', async () => {
  assert.equal(
    await (await apolloPlans(media)).draw('{ top { __typename stars ... on Book { pages } } }'),
    `sequence
  critics {top{__typename id stars}}
  library query($representations:[_Any!]!){_entities${entities}{...on Media{__typename ...on Book{pages}}}}
    _entities($representations) of top.@ as Media{__typename id} before <Media>.__typename:="Media"`,
  )
})

test('keys that would clash are renamed after the answer', async () => {
  assert.equal(
    await (await apolloPlans(findings)).draw('{ node { ... on User { n: name } ... on Book { n: name title } } }'),
    `sequence
  index {node{__typename ...on User{n:name}...on Book{__typename id owner{id}n__alias_0:name}}}
    after node.<Book>.n__alias_0→n
  details query($representations:[_Any!]!){_entities${entities}{...on Book{title}}}
    _entities($representations) of node as Book{__typename id owner{id}}`,
  )
})

test('what depends on variables alone is not asked for where they say no', async () => {
  assert.equal(
    await (await apolloPlans(people)).draw('query ($s: Boolean!, $i: Boolean!) { me @include(if: $i) { name mail @skip(if: $s) } }'),
    `if $i
  sequence
    people {me{__typename id name}}
    if $s
      nothing
    else
      posts query($representations:[_Any!]!){_entities${entities}{...on User{mail}}}
        _entities($representations) of me as User{__typename id}`,
  )
})

test('each field of a mutation is complete before the next is begun, in one subgraph too', async () => {
  assert.equal(
    await (await apolloPlans(commands)).draw('mutation { two { user { name } } one four { name } }'),
    `sequence
  a mutation{two{user{__typename id}}}
  b query($representations:[_Any!]!){_entities${entities}{...on User{name}}}
    _entities($representations) of two.user as User{__typename id}
  a mutation{one}
  b mutation{four{name}}`,
  )
})

test('a root type that a field leads to is asked for at its path', async () => {
  assert.equal(
    await (await apolloPlans(commands)).draw('mutation { two { query { here there } } }'),
    'sequence\n  a mutation{two{query{__typename here}}}\n  b at two.query {...on Query{there}}',
  )
})

test('fields move with the labels that hold', async () => {
  const { draw } = await apolloPlans(moving)
  const moved = async (labels: string[]): Promise<string> => /on Thing\{(.*?)\}/.exec(await draw('{ thing { x y z w } }', labels))?.[1] ?? ''
  assert.equal(await draw('{ thing { x y z w } }'), 'old {thing{x y z w}}')
  assert.deepEqual([await moved(['beta']), await moved(['percent(50.5)']), await moved(['percent(25)', 'percent(50.5)'])], ['y', 'z', 'x z'])
})

test('a subscription comes first; nobody is asked for the name of the root type', async () => {
  assert.match(
    await (await apolloPlans(watched)).draw('subscription { changed { id y } }'),
    /^sequence\n {2}a subscription\{changed\{__typename id\}\}\n {2}b query/,
  )
  assert.equal(await (await apolloPlans(watched)).draw('{ __typename }'), 'nothing')
})

test('an alias never stands for a key, and a variable of the client is never the representations', async () => {
  assert.equal(
    await (await apolloPlans(people)).draw('query ($representations: Int) { me { id: name mail(to: $representations) } }'),
    `sequence
  people {me{__typename id _as_id:name}}
  posts $representations query ($_as_representations: [_Any!]!, $representations: Int) { _entities(representations: $_as_representations) { ... on User { mail(to: $representations) } } }
    _entities($_as_representations) of me as User{__typename id}`,
  )
})

test('protected supergraphs are planned for like all others', async () => {
  assert.match(await (await apolloPlans(guarded)).draw('{ thing { x y } }'), /^sequence\n {2}a \{thing\{__typename id x\}\}\n {2}b query/)
})
