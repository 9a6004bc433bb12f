import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema, Kind, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import { createAnswerOperation } from '../execution/answerOperation.ts'
import type { Engine } from '../execution/engine.ts'
import { context } from '../testing/handPlans.ts'
import { createAcceptedOperations } from './acceptedOperations.ts'
import { createDirectAnswers } from './directAnswers.ts'

const apiSchema = buildSchema('type Query { items(first: Int): [Item] } type Mutation { change: Int } type Item { id: ID }')
const JSON_TYPE = 'application/json; charset=utf-8'

function setUp({ closed = false } = {}) {
  const asked: unknown[] = []
  const engine: Engine = {
    name: 'fake',
    apiSchema,
    execute: async ({ coerced }) => {
      asked.push(coerced)
      return { data: { items: [] } }
    },
    stop: async () => undefined,
  }
  const accepted = createAcceptedOperations(apiSchema, 100)
  const identity = { refuseChanges: () => (closed ? codedError('IDENTITY_UNAVAILABLE', 'not now') : null) }
  const direct = createDirectAnswers({ accepted, identity, answer: createAnswerOperation({ engine, denialsIn: 'errors', extensions: [] }) })
  const accept = (source: string): void => {
    const document = parse(source)
    const [definition] = document.definitions
    assert.equal(definition?.kind, Kind.OPERATION_DEFINITION)
    accepted.note({ source, operationName: undefined }, { document, definition, name: undefined, source, hash: source })
  }
  const answer = async (body: unknown, wanted?: string): Promise<string | undefined> =>
    (await direct.answer({ body, accept: wanted }, context))?.text.toString()
  return { accept, answer, asked, learn: direct.learn }
}

test('an operation is answered directly once Apollo Server has accepted it and shown what it makes of the header', async () => {
  const { accept, answer, asked, learn } = setUp()
  const query = '{ items { id } }'
  assert.equal(await answer({ query }), undefined)
  accept(query)
  assert.equal(await answer({ query }), undefined)
  learn(undefined, JSON_TYPE)
  assert.equal(await answer({ query }), '{"data":{"items":[]}}')
  assert.equal(await answer({ query }, 'text/html'), undefined)
  assert.deepEqual(asked, [{}])
})

test('what is out of the ordinary is left to Apollo Server, and nothing is asked', async () => {
  const { accept, answer, asked, learn } = setUp()
  const query = 'query ($n: Int = 5) { items(first: $n) { id } }'
  accept(query)
  learn(undefined, JSON_TYPE)
  for (const body of [
    { query, variables: { n: 'x' } },
    { query, variables: { n: 101 } },
    { query, variables: [1] },
    { query, variables: '{}' },
    { query, operationName: 'Other' },
    { query, extensions: {} },
    { query: `${query} ` },
    [{ query }],
    'text',
    {},
  ])
    assert.equal(await answer(body), undefined, JSON.stringify(body))
  assert.deepEqual(asked, [])
  assert.equal(await answer({ query, variables: { n: 50 } }), '{"data":{"items":[]}}')
  assert.equal(await answer({ query, variables: null, operationName: null }), '{"data":{"items":[]}}')
  assert.deepEqual(
    asked.map((values) => ({ ...(values as object) })),
    [{ n: 50 }, { n: 5 }],
  )
})

test('nothing is changed while it is not known whether the viewer may', async () => {
  const { accept, answer, asked, learn } = setUp({ closed: true })
  accept('mutation { change }')
  learn(undefined, JSON_TYPE)
  assert.equal(await answer({ query: 'mutation { change }' }), undefined)
  assert.deepEqual(asked, [])
})
