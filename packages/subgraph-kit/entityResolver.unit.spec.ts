import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import { execute, parse, type ExecutionResult } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { customer } from '@agora/testkit/viewers.ts'

import type { SubgraphContext } from './context.ts'
import { batchCalls, library } from './fixtures/library.ts'
import { protectSchema } from './protectSchema.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const schema = protectSchema(library)

async function entities(selection: string, representations: readonly unknown[], viewer: Viewer = anonymous): Promise<ExecutionResult> {
  const document = parse(`query ($r: [_Any!]!) { _entities(representations: $r) ${selection} }`)
  const contextValue: SubgraphContext = { viewer, requestId: 'r1', logger }
  return JSON.parse(
    JSON.stringify(await execute({ schema: schema.guarded, document, variableValues: { r: representations }, contextValue })),
  ) as ExecutionResult
}

const codes = ({ errors = [] }: ExecutionResult): unknown[] => errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']])

beforeEach(() => void batchCalls.splice(0))

test('a list of several types is answered in its order by one call a type; what is missing is null', async () => {
  const answer = await entities('{ __typename ... on Book { title } ... on Film { minutes } }', [
    { __typename: 'Film', id: '3' },
    { __typename: 'Book', id: '1' },
    { __typename: 'Book', id: 'none' },
    { __typename: 'Film', id: '3' },
  ])
  const film = { __typename: 'Film', minutes: 90 }
  assert.deepEqual(answer, { data: { _entities: [film, { __typename: 'Book', title: 'One' }, null, film] } })
  assert.deepEqual(batchCalls, ['Film', 'Book'])
})

test('an item that fails befalls itself alone', async () => {
  const answer = await entities('{ ... on Book { title } }', [
    { __typename: 'Book', id: 'bad' },
    { __typename: 'Book', id: '1' },
  ])
  assert.deepEqual(answer.data, { _entities: [null, { title: 'One' }] })
  assert.deepEqual(codes(answer), [['_entities.0', undefined]])
})

test('representations of no entity, of none of ours, or made to confuse are refused one by one', async () => {
  const odd = [{ __typename: 'Nothing' }, { __typename: 'Item', id: '1' }, { __typename: '__proto__' }, { id: '1' }, 'text', { __typename: 7 }]
  const answer = await entities('{ __typename }', [...odd, { __typename: 'Book', id: '1' }])
  assert.deepEqual(answer.data, { _entities: [...odd.map(() => null), { __typename: 'Book' }] })
  assert.deepEqual(
    codes(answer),
    odd.map((_, index) => [`_entities.${index}`, 'BAD_USER_INPUT']),
  )
})

test('fields written into a representation by its sender are never handed on as the entity', async () => {
  const answer = await entities('{ ... on Book { title } }', [{ __typename: 'Book', id: '1', title: 'forged' }])
  assert.deepEqual(answer, { data: { _entities: [{ title: 'One' }] } })
})

test('the batch is not called for a viewer who may read nothing that is asked, and each field is refused', async () => {
  const answer = await entities('{ ... on Secret { id } }', [{ __typename: 'Secret', id: '1' }])
  assert.deepEqual([answer.data, codes(answer)], [{ _entities: [null] }, [['_entities.0.id', 'FORBIDDEN']]])
  const nothing = await entities('{ ... on Secret { text } }', [{ __typename: 'Secret', id: '1' }], customer())
  assert.deepEqual([nothing.data, codes(nothing)], [{ _entities: [{ text: null }] }, [['_entities.0.text', 'FORBIDDEN']]])
  assert.deepEqual(batchCalls, [])
})

test('to a viewer who may read nothing of a type, its entities do not exist', async () => {
  assert.deepEqual(await entities('{ __typename }', [{ __typename: 'Secret', id: '1' }]), { data: { _entities: [null] } })
  assert.deepEqual(batchCalls, [])
  const allowed = { ...customer(), scopes: ['secrets'] }
  assert.deepEqual(await entities('{ __typename }', [{ __typename: 'Secret', id: '1' }], allowed), {
    data: { _entities: [{ __typename: 'Secret' }] },
  })
  assert.deepEqual(batchCalls, ['Secret'])
})

test('a list longer than any the router asks for is refused whole', async () => {
  const answer = await entities('{ __typename }', new Array(5001).fill({ __typename: 'Book', id: '1' }))
  assert.deepEqual([answer.data, codes(answer), batchCalls], [null, [['_entities', 'BAD_USER_INPUT']], []])
})

test('rows that are frozen or shared are answered without being written to', async () => {
  const shared = Object.freeze({ id: '1', title: 'Frozen' })
  const frozen = protectSchema({ ...library, entities: { ...library.entities, Book: (asked) => asked.map(() => shared) } })
  const document = parse(
    '{ _entities(representations: [{ __typename: "Book", id: "1" }, { __typename: "Book", id: "1" }]) { __typename ... on Book { title } } }',
  )
  const answer = await execute({ schema: frozen.bare, document, contextValue: { viewer: anonymous } })
  const book = { __typename: 'Book', title: 'Frozen' }
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), { data: { _entities: [book, book] } })
})

test('an entity without a batch, a batch without a type and a reference resolver are refused at the start', () => {
  const { Book: _, ...others } = library.entities
  assert.throws(() => protectSchema({ ...library, entities: others }), /These types have a @key but no entity batch: Book/)
  assert.throws(
    () => protectSchema({ ...library, entities: { ...library.entities, Nothing: () => [] } }),
    /These entity batches have no type: Nothing/,
  )
  assert.throws(
    () => protectSchema({ ...library, resolvers: { Book: { __resolveReference: () => null } } }),
    /in the place of __resolveReference.*: Book/,
  )
})
