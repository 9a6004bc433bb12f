import assert from 'node:assert/strict'
import { test } from 'node:test'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { FetchStep } from '../../planning/plan.ts'
import { conditionOf } from '../../planning/steps.ts'
import { entities, facts, fakeSubgraphs, context, gather, inOrder, leaves, list, planOf, root } from '../../testing/handPlans.ts'
import { compilePlan } from './compilePlan.ts'

const people = root('people', '{ users { __typename id name } }')
const scores = (paths: string | readonly string[] = 'users'): FetchStep =>
  entities(
    'scores',
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { score } } }',
    list(paths, [leaves('User', 'id')]),
  )

test('fills entities with what another subgraph knows, asking for each once', async () => {
  const { data, calls } = await gather(inOrder(people, scores()), {
    people: {
      data: {
        users: [
          { __typename: 'User', id: '1', name: 'Ada' },
          null,
          { __typename: 'User', id: '2', name: 'Bob' },
          { __typename: 'User', id: '1', name: 'Ada' },
        ],
      },
    },
    scores: { data: { _entities: [{ score: 10 }, { score: 20 }] } },
  })
  assert.deepEqual(data, {
    users: [
      { __typename: 'User', id: '1', name: 'Ada', score: 10 },
      null,
      { __typename: 'User', id: '2', name: 'Bob', score: 20 },
      { __typename: 'User', id: '1', name: 'Ada', score: 10 },
    ],
  })
  assert.deepEqual(calls, [
    { subgraph: 'people', variables: {} },
    {
      subgraph: 'scores',
      variables: {
        representations: [
          { __typename: 'User', id: '1' },
          { __typename: 'User', id: '2' },
        ],
      },
    },
  ])
})

test('walks through lists of lists, and only to objects of the types that a path names or that name none', async () => {
  const things = [
    [
      { __typename: 'User', id: '1' },
      { __typename: 'Bot', id: '2' },
    ],
    null,
    [{ __typename: 'User', id: '3' }],
    [],
  ]
  const { data, calls } = await gather(inOrder(root('people', '{ grid { __typename id } }'), scores('grid.@|User')), {
    people: { data: { grid: things } },
    scores: { data: { _entities: [{ score: 1 }, { score: 3 }] } },
  })
  assert.deepEqual(data, {
    grid: [
      [
        { __typename: 'User', id: '1', score: 1 },
        { __typename: 'Bot', id: '2' },
      ],
      null,
      [{ __typename: 'User', id: '3', score: 3 }],
      [],
    ],
  })
  assert.equal(calls.length, 2)
})

test('asks nobody when there is nobody to ask about', async () => {
  const { calls } = await gather(inOrder(people, scores()), {
    people: { data: { users: [null, { __typename: 'User', name: 'keyless' }, { __typename: 'Bot', id: '1' }] } },
  })
  assert.deepEqual(calls, [{ subgraph: 'people', variables: {} }])
})

test('sends several lists in one request, an empty one as such', async () => {
  const query =
    'query ($a: [_Any!]!, $b: [_Any!]!, $c: [_Any!]!) { x: _entities(representations: $a) { ... on User { score } } y: _entities(representations: $b) { ... on Team { rank } } z: _entities(representations: $c) { ... on Team { size } } }'
  const batch = entities(
    'scores',
    query,
    list(['users', 'team.members'], [leaves('User', 'id')], { key: 'x', variable: 'a' }),
    list('team', [leaves('Team', 'name')], { key: 'y', variable: 'b' }),
    list('rival', [leaves('Team', 'name')], { key: 'z', variable: 'c' }),
  )
  const { data, calls } = await gather(inOrder(root('people', '{ users { id } team { name members { id } } rival { name } }'), batch), {
    people: {
      data: {
        users: [{ __typename: 'User', id: '1' }],
        team: {
          __typename: 'Team',
          name: 'red',
          members: [
            { __typename: 'User', id: '2' },
            { __typename: 'User', id: '1' },
          ],
        },
        rival: null,
      },
    },
    scores: { data: { x: [{ score: 1 }, { score: 2 }], y: [{ rank: 7 }], z: [] } },
  })
  assert.deepEqual(calls[1], {
    subgraph: 'scores',
    variables: {
      a: [
        { __typename: 'User', id: '1' },
        { __typename: 'User', id: '2' },
      ],
      b: [{ __typename: 'Team', name: 'red' }],
      c: [],
    },
  })
  assert.deepEqual(data, {
    users: [{ __typename: 'User', id: '1', score: 1 }],
    team: {
      __typename: 'Team',
      name: 'red',
      members: [
        { __typename: 'User', id: '2', score: 2 },
        { __typename: 'User', id: '1', score: 1 },
      ],
      rank: 7,
    },
    rival: null,
  })
})

test('lists with one variable are represented together', async () => {
  const query =
    'query ($r: [_Any!]!) { x: _entities(representations: $r) { ... on User { score } } y: _entities(representations: $r) { ... on User { rank } } }'
  const both = entities(
    'scores',
    query,
    list('a', [leaves('User', 'id')], { key: 'x', variable: 'r' }),
    list('b', [leaves('User', 'id')], { key: 'y', variable: 'r' }),
  )
  const user = (id: string) => ({ __typename: 'User', id })
  const { data, calls } = await gather(inOrder(root('people', '{ a { id } b { id } }'), both), {
    people: { data: { a: user('1'), b: [user('2'), user('1')] } },
    scores: { data: { x: [{ score: 1 }, { score: 2 }], y: [{ rank: 10 }, { rank: 20 }] } },
  })
  assert.deepEqual(calls[1], { subgraph: 'scores', variables: { r: [user('1'), user('2')] } })
  assert.deepEqual(data, {
    a: { ...user('1'), score: 1 },
    b: [
      { ...user('2'), rank: 20 },
      { ...user('1'), rank: 10 },
    ],
  })
})

test('passes on the variables that a request uses, of those that the client gave', async () => {
  const step = root('people', 'query ($a: Int, $b: Int, $c: Int) { f(a: $a, b: $b, c: $c) }', { variables: ['a', 'b', 'c'], operationName: 'Named' })
  const { calls } = await gather(planOf(step), { people: { data: { f: 1 } } }, { variables: { a: 1, b: null, d: 4 } })
  assert.deepEqual(calls, [{ subgraph: 'people', variables: { a: 1, b: null } }])
})

test('goes the way that a variable says', async () => {
  const step = (subgraph: string): FetchStep => root(subgraph, '{ a }')
  const plan = planOf(conditionOf('x', step('yes'), step('no')))
  const answers = { yes: { data: { a: 1 } }, no: { data: { a: 0 } } }
  assert.deepEqual((await gather(plan, answers, { variables: { x: true } })).data, { a: 1 })
  assert.deepEqual((await gather(plan, answers, { variables: { x: false } })).data, { a: 0 })
  assert.deepEqual(
    (await gather(planOf({ kind: 'condition', variable: 'x', whenTrue: null, whenFalse: null }), answers, { variables: { x: true } })).calls,
    [],
  )
})

test('asks side by side what does not depend on each other', async () => {
  let inFlight = 0
  const together = (key: string) => async () => {
    inFlight += 1
    while (inFlight % 2 === 1) await Promise.resolve()
    return { data: { [key]: 1 } }
  }
  const plan = planOf({ kind: 'parallel', steps: [root('one', '{ a }'), root('two', '{ b }')] })
  assert.deepEqual((await gather(plan, { one: together('a'), two: together('b') })).data, { a: 1, b: 1 })
})

test('fills a root type below a field', async () => {
  const below = root('people', '{ me { name } }', { brings: { kind: 'root', path: [{ kind: 'field', key: 'query' }], rewrites: [] } })
  const plan = inOrder(root('shop', 'mutation { buy { __typename } }', { operation: 'mutation' }), below)
  assert.deepEqual((await gather(plan, { shop: { data: { query: {} } }, people: { data: { me: { name: 'Ada' } } } })).data, {})
  const answering = inOrder(root('shop', '{ query { __typename } }'), below)
  assert.deepEqual(
    (await gather(answering, { shop: { data: { query: { __typename: 'Query' } } }, people: { data: { me: { name: 'Ada' } } } })).data,
    {
      query: { __typename: 'Query', me: { name: 'Ada' } },
    },
  )
  assert.equal((await gather(answering, { shop: { data: { query: null } } })).calls.length, 1)
})

test('changes are made one after another, and none after one that had to answer and did not', async () => {
  const sdl = 'type Mutation { must: Int! may: Int last: Int }'
  const change = (subgraph: string, field: string): FetchStep => root(subgraph, `mutation { k: ${field} }`, { operation: 'mutation' })
  const run = (field: string) =>
    gather(
      inOrder(change('one', field), root('two', 'mutation { last }', { operation: 'mutation' })),
      { one: { data: { k: null } }, two: { data: { last: 1 } } },
      { facts: facts(sdl) },
    )
  assert.equal((await run('must')).calls.length, 1)
  assert.equal((await run('may')).calls.length, 2)
})

test('nothing more is asked for a client that has gone', async () => {
  const { call, calls } = fakeSubgraphs({ people: { data: { users: [{ __typename: 'User', id: '1' }] } } })
  const gone = new AbortController()
  const leaving = async (...[request]: Parameters<typeof call>) => {
    gone.abort()
    return call(request)
  }
  const gathering = { data: {}, variables: {}, context: { ...context, signal: gone.signal }, call: leaving, failures: [], isOver: false }
  await compilePlan(inOrder(people, scores()), facts()).root(gathering)
  assert.equal(calls.length, 1)
})

test('a call that fails is kept as a failure of all that it should have brought, and others go on', async () => {
  const { data, failures } = await gather(planOf({ kind: 'parallel', steps: [people, root('away', '{ a }')] }), {
    people: { data: { users: [] } },
    away: () => {
      throw codedError('SERVICE_UNAVAILABLE', 'away')
    },
  })
  assert.deepEqual(data, { users: [] })
  assert.deepEqual(
    failures.map(({ fetch, errors, empty }) => [fetch.step.subgraph, errors[0]?.message, errors[0]?.extensions, [...empty]]),
    [['away', 'away', { code: 'SERVICE_UNAVAILABLE' }, ['']]],
  )
})

test('an answer without the entities that were asked about, or with others, is a failure', async () => {
  for (const answer of [
    {},
    { data: null },
    { data: {} },
    { data: { _entities: null } },
    { data: { _entities: {} } },
    { data: { _entities: [] } },
    { data: { _entities: [{}, {}] } },
  ]) {
    const { data, failures } = await gather(inOrder(people, scores()), {
      people: { data: { users: [{ __typename: 'User', id: '1', name: 'Ada' }] } },
      scores: answer,
    })
    assert.deepEqual(data, { users: [{ __typename: 'User', id: '1', name: 'Ada' }] })
    assert.deepEqual([...(failures[0]?.empty ?? [])], ['_entities'])
  }
})
