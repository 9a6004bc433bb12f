import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { SubgraphAnswer } from '../execution/askSubgraph.ts'
import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createNativeAsk } from '../planning/nativeAsk.ts'
import { nativePlannerOf } from '../planning/nativePlanner.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'

const supergraph = composeSupergraph({
  orders: `type Query { orders: [Order] order: Order! profile: User } type Order { id: ID! user: User! reader: User } type User @key(fields: "id") { id: ID! }`,
  users: `type User @key(fields: "id") { id: ID! email: String! nickname: String }`,
})
const schema = apiSchemaOf(supergraph.document)
const [askApollo, askNative] = [await createApolloAsk(supergraph.sdl), await createNativeAsk(supergraph.sdl)]
const planners = [
  nativePlannerOf(supergraph, async (question) => askNative(question)),
  apolloPlannerOf(supergraph, async (question) => askApollo(question)),
]

/** What a client is answered, whoever plans and in both forms of the executor, where subgraphs answer this. */
async function answer(query: string, answers: Readonly<Record<string, unknown>>): Promise<unknown> {
  const given: unknown[] = []
  for (const planner of planners) {
    for (const generateAfter of [Infinity, 0]) {
      const call = async ({ subgraph }: { readonly subgraph: string }): Promise<SubgraphAnswer> =>
        structuredClone(answers[subgraph]) as SubgraphAnswer
      const { data, errors } = await ownAnswer({ supergraph: supergraph.document, schema, planner, call }, { query, variables: {} }, generateAfter)
      given.push(JSON.parse(JSON.stringify({ data, errors: errors.map(({ message, path }) => ({ message, path })) })))
    }
  }
  for (const other of given) assert.deepEqual(other, given[0])
  return given[0]
}

const user = { __typename: 'User', id: 'u' }
const missing = (field: string): string => `Cannot return null for non-nullable field ${field}.`

test('an entity that its subgraph does not know leaves no null where none may be, and one error that says which', async () => {
  const orders = { data: { orders: [{ id: '1', user }] } }
  assert.deepEqual(await answer('{ orders { id user { id email } } }', { orders, users: { data: { _entities: [null] } } }), {
    data: { orders: [null] },
    errors: [{ message: missing('User.email'), path: ['orders', 0, 'user', 'email'] }],
  })
})

test('of such an entity what others know stays where nulls may be', async () => {
  const orders = { data: { orders: [{ id: '1', reader: user }] } }
  assert.deepEqual(await answer('{ orders { reader { id nickname } } }', { orders, users: { data: { _entities: [null] } } }), {
    data: { orders: [{ reader: { id: 'u', nickname: null } }] },
    errors: [],
  })
})

test('an object that is null has no fields that must not be: there is the error that its subgraph gave, and no other', async () => {
  const errors = [{ message: 'not found', path: ['profile'] }]
  assert.deepEqual(await answer('{ profile { id email } }', { orders: { data: { profile: null }, errors } }), {
    data: { profile: null },
    errors,
  })
})

test('a subgraph that answers an error and no data leaves a null, not a missing key', async () => {
  const errors = [{ message: 'Unauthorized', path: ['profile'] }]
  const expected = { data: { profile: null }, errors }
  assert.deepEqual(await answer('{ profile { id } }', { orders: { data: null, errors } }), expected)
  assert.deepEqual(await answer('{ profile { id } }', { orders: { errors } }), expected)
  assert.deepEqual(await answer('{ profile { id } }', { orders: { data: {}, errors } }), expected)
})

test('the error of an entity is told though its path ends at the list', async () => {
  const orders = { data: { orders: [{ id: '1', user }] } }
  const users = { data: { _entities: [null] }, errors: [{ message: 'could not fetch', path: ['_entities'] }] }
  const { data, errors } = (await answer('{ orders { user { email } } }', { orders, users })) as { data: unknown; errors: { message: string }[] }
  assert.deepEqual(data, { orders: [null] })
  assert.ok(errors.some(({ message }) => message === 'could not fetch'))
})

test('an answer of errors alone to a request for entities is told as those, without a word on keys that are not there', async () => {
  const orders = { data: { orders: [{ id: '1', reader: user }] } }
  const users = { data: null, errors: [{ message: 'database is away' }] }
  assert.deepEqual(await answer('{ orders { reader { id nickname } } }', { orders, users }), {
    data: { orders: [{ reader: { id: 'u', nickname: null } }] },
    errors: [{ message: 'database is away', path: ['orders', 0, 'reader', 'nickname'] }],
  })
})

test('errors that are null are none', async () => {
  assert.deepEqual(await answer('{ order { id } }', { orders: { data: { order: { id: '1' } }, errors: null } }), {
    data: { order: { id: '1' } },
    errors: [],
  })
})

test('an empty message of a subgraph is still an error', async () => {
  const errors = [{ message: '', path: ['profile'] }]
  assert.deepEqual(await answer('{ profile { id } }', { orders: { data: { profile: null }, errors } }), { data: { profile: null }, errors })
})

test('an error whose path is none is told all the same', async () => {
  const orders = { data: { profile: null }, errors: [{ message: 'no points', path: 'profile' }] }
  const { data, errors } = (await answer('{ profile { id } }', { orders })) as { data: unknown; errors: { message: string }[] }
  assert.deepEqual(data, { profile: null })
  assert.deepEqual(
    errors.map(({ message }) => message),
    ['no points'],
  )
})
