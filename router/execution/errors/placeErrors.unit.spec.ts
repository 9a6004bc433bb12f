import assert from 'node:assert/strict'
import { test } from 'node:test'

import { codedError } from '@agora/errors/graphqlError.ts'

import { entities, leaves, list, root } from '../../testing/handPlans.ts'
import { answer, type HandPrepared } from '../../testing/prepared.ts'
import { renamePath } from './renamePath.ts'

const sdl =
  'type Query { users: [User] me: User! a: Int b: Int must: Int! } type User { id: ID score: Int level: Level! price: Int shipping: Int } type Level { n: Int! name: String }'
const REPRESENTED = 'query ($representations: [_Any!]!) { _entities(representations: $representations)'
const user = (id: string) => ({ __typename: 'User', id })
const scores = (at: string | readonly string[] = ['people.@', 'me']) =>
  entities('scores', `${REPRESENTED} { ... on User { score level { n name } } } }`, list(at, [leaves('User', 'id')]))

/** Two users of a list, one of them also `me`, with scores from a subgraph of its own. */
const given = (answers: HandPrepared['answers']): HandPrepared => ({
  sdl,
  query: '{ people: users { id score level { n name } } me { score level { n } } }',
  step: { kind: 'sequence', steps: [root('people', '{ people: users { __typename id } me { __typename id } }'), scores()] },
  answers: { people: { data: { people: [user('1'), null, user('2')], me: user('2') } }, ...answers },
})

const level = { n: 1, name: 'x' }

test('an error of an entity is told at every place where it is, by the client’s keys', async () => {
  const said = { message: 'no score', path: ['_entities', 1, 'score'], extensions: { code: 'ODD', detail: { a: 1 } } }
  const { text, errors } = await answer(
    given({
      scores: {
        data: {
          _entities: [
            { score: 1, level },
            { score: null, level },
          ],
        },
        errors: [said],
      },
    }),
  )
  assert.equal(
    text,
    '{"people":[{"id":"1","score":1,"level":{"n":1,"name":"x"}},null,{"id":"2","score":null,"level":{"n":1,"name":"x"}}],"me":{"score":null,"level":{"n":1}}}',
  )
  const extensions = { code: 'ODD', detail: { a: 1 }, serviceName: 'scores' }
  assert.deepEqual(errors, [
    { message: 'no score', path: ['people', 2, 'score'], extensions },
    { message: 'no score', path: ['me', 'score'], extensions },
  ])
})

test('an error below a null that must not be one explains it, and there is no second', async () => {
  const said = { message: 'no level', path: ['_entities', 0, 'level', 'n'] }
  const { text, errors } = await answer(
    given({
      scores: {
        data: {
          _entities: [
            { score: 1, level: null },
            { score: 2, level },
          ],
        },
        errors: [said],
      },
    }),
  )
  assert.equal(text, '{"people":[null,null,{"id":"2","score":2,"level":{"n":1,"name":"x"}}],"me":{"score":2,"level":{"n":1}}}')
  assert.deepEqual(
    errors.map(({ message, path }) => [message, path]),
    [['no level', ['people', 0, 'level', 'n']]],
  )
})

test('an error of a whole entity is told wherever it leaves null', async () => {
  const said = { message: 'gone', path: ['_entities', 1] }
  const { errors } = await answer(given({ scores: { data: { _entities: [{ score: 1, level }, null] }, errors: [said] } }))
  assert.deepEqual(
    errors.map(({ path }) => path),
    [
      ['people', 2, 'score'],
      ['people', 2, 'level'],
      ['me', 'score'],
      ['me', 'level'],
    ],
  )
})

test('a request that brings nothing is an error at each place that it leaves null', async () => {
  const away = () => {
    throw codedError('SERVICE_UNAVAILABLE', 'away')
  }
  const { text, errors } = await answer(given({ scores: away }))
  assert.equal(text, 'null')
  assert.deepEqual(errors[0], { message: 'away', path: ['people', 0, 'score'], extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'scores' } })
  assert.deepEqual(
    errors.map(({ path }) => path),
    [
      ['people', 0, 'score'],
      ['people', 0, 'level'],
      ['people', 2, 'score'],
      ['people', 2, 'level'],
      ['me', 'score'],
      ['me', 'level'],
    ],
  )
})

test('so is one that answers with an error and no data, where the error does not say where', async () => {
  const { errors } = await answer(
    given({ scores: { data: null, errors: [{ message: 'broken' }, { message: 'here', path: ['_entities', 0, 'score'] }] } }),
  )
  assert.deepEqual(
    errors.map(({ message, path }) => [message, path?.join('.')]),
    [
      ['here', 'people.0.score'],
      ['broken', 'people.0.level'],
      ['broken', 'people.2.score'],
      ['broken', 'people.2.level'],
      ['broken', 'me.score'],
      ['broken', 'me.level'],
    ],
  )
})

test('an error beside data that does not say where has no path', async () => {
  const { errors } = await answer(
    given({
      scores: {
        data: {
          _entities: [
            { score: 1, level },
            { score: 2, level },
          ],
        },
        errors: [{ message: 'hm' }],
      },
    }),
  )
  assert.deepEqual(errors, [{ message: 'hm', path: undefined, extensions: { serviceName: 'scores' } }])
})

test('an entity that is silently missing is an error only where null must not be', async () => {
  const { text, errors } = await answer(given({ scores: { data: { _entities: [null, { score: 2, level }] } } }))
  assert.equal(text.startsWith('{"people":[null,null,{"id":"2"'), true)
  assert.deepEqual(
    errors.map(({ message, path }) => [message, path]),
    [['Cannot return null for non-nullable field User.level.', ['people', 0, 'level']]],
  )
})

test('errors of root fields keep their paths, and what else the request left null is told, too', async () => {
  const step = root('all', '{ a must b }')
  const said = { message: 'no', path: ['must'] }
  const { text, errors } = await answer({
    sdl,
    query: '{ a b }',
    step,
    answers: { all: { data: null, errors: [said, { message: 'deep', path: ['a'] }] } },
  })
  assert.equal(text, '{"a":null,"b":null}')
  assert.deepEqual(
    errors.map(({ message, path }) => [message, path]),
    [
      ['no', undefined],
      ['deep', ['a']],
      ['no', ['b']],
    ],
  )
})

test('what the client does not see is told where it does: at the fields that could not be asked for without it', async () => {
  const steps = [
    root('people', '{ users { __typename id } }'),
    entities('prices', `${REPRESENTED} { ... on User { price } } }`, list('users.@', [leaves('User', 'id')])),
    entities('shipping', `${REPRESENTED} { ... on User { shipping } } }`, list('users.@', [leaves('User', 'id', 'price')])),
  ]
  const run = (query: string, prices: HandPrepared['answers'][string]) =>
    answer({
      sdl,
      query,
      step: { kind: 'sequence', steps },
      answers: { people: { data: { users: [user('1'), user('2')] } }, prices, shipping: { data: { _entities: [{ shipping: 5 }] } } },
    })
  const one = { data: { _entities: [{}, { price: 1 }] }, errors: [{ message: 'no price', path: ['_entities', 0, 'price'] }] }
  assert.deepEqual(
    (await run('{ users { id shipping } }', one)).errors.map(({ path }) => path),
    [['users', 0, 'shipping']],
  )
  assert.deepEqual(
    (await run('{ users { id price shipping } }', one)).errors.map(({ path }) => path),
    [
      ['users', 0, 'price'],
      ['users', 0, 'shipping'],
    ],
  )
  assert.deepEqual(
    (await run('{ users { id } }', one)).errors.map(({ path }) => path),
    [['users', 0]],
  )
  const all = { errors: [{ message: 'down' }] }
  assert.deepEqual(
    (await run('{ users { shipping } }', all)).errors.map(({ path }) => path),
    [
      ['users', 0, 'shipping'],
      ['users', 1, 'shipping'],
    ],
  )
})

test('at most a hundred are told, however many places there are', async () => {
  const people = Array.from({ length: 5000 }, (_, i) => user(String(i)))
  const { errors } = await answer({
    ...given({}),
    answers: { people: { data: { people, me: user('0') } }, scores: { errors: [{ message: 'down' }] } },
  })
  assert.equal(errors.length, 100)
  assert.deepEqual(errors.at(-1)?.path, ['people', 49, 'level'])
})

test('what is no error of GraphQL’s form is told as far as it is', async () => {
  const odd = JSON.parse('[{}, {"message":5,"path":"a","extensions":{"__proto__":{"x":1},"y":2}}, {"message":"m","path":[{}]}]') as never
  const { errors } = await answer({ sdl, query: '{ a }', step: root('all', '{ a }'), answers: { all: () => ({ data: { a: 1 }, errors: odd }) } })
  assert.deepEqual(errors, [
    { message: 'A subgraph failed without a word', path: undefined, extensions: { serviceName: 'all' } },
    { message: 'A subgraph failed without a word', path: undefined, extensions: { y: 2, serviceName: 'all' } },
    { message: 'm', path: undefined, extensions: { serviceName: 'all' } },
  ])
})

test('a path goes by the names that its keys were given', () => {
  const rename = (keys: readonly string[], to: string) => ({ kind: 'rename', path: keys.map((key) => ({ kind: 'key', key }) as const), to }) as const
  assert.deepEqual(renamePath(['a', 0, 'b', 1, 2, 'c'], [rename(['a', 'b', 'c'], 'd')]), ['a', 0, 'b', 1, 2, 'd'])
  assert.deepEqual(renamePath(['a', 'x'], [rename(['a', 'b'], 'd'), rename(['a'], 'z')]), ['z', 'x'])
  assert.deepEqual(renamePath(['a'], [rename(['a', 'b'], 'd')]), ['a'])
})
