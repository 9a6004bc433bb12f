import assert from 'node:assert/strict'
import { test } from 'node:test'

import { request } from 'undici'

import { graphqlUrl } from '../stack.ts'

interface Refusal {
  readonly status: number
  readonly codes: readonly (string | undefined)[]
}

/** Posts bytes as they are and tells how they were refused. */
async function post(body: string | Buffer, contentType = 'application/json'): Promise<Refusal> {
  const answer = await request(graphqlUrl, { method: 'POST', headers: { 'content-type': contentType }, body })
  const { errors = [] } = (await answer.body.json()) as { errors?: { extensions?: { code?: string } }[] }
  return { status: answer.statusCode, codes: errors.map(({ extensions }) => extensions?.code) }
}

const ask = (query: string, variables: unknown = {}): Promise<Refusal> => post(JSON.stringify({ query, variables }))

test('malformed JSON is a bad request', async () => {
  assert.deepEqual(await post('{"query": "{ __typename }"'), { status: 400, codes: ['BAD_REQUEST'] })
})

test('JSON that is no GraphQL request is a bad request', async () => {
  for (const body of ['null', '7', '"{ me { id } }"', '{}', '{"query": 7}', '{"query": "{ __typename }", "variables": "none"}']) {
    assert.deepEqual({ body, ...(await post(body)) }, { body, status: 400, codes: ['BAD_REQUEST'] })
  }
})

test('a body of ten megabytes is refused', async () => {
  const body = JSON.stringify({ query: `{ __typename } # ${'x'.repeat(10 * 1024 * 1024)}` })
  assert.deepEqual(await post(body), { status: 413, codes: ['PAYLOAD_TOO_LARGE'] })
})

test('a form that a foreign page could send is refused', async () => {
  const { status } = await post(JSON.stringify({ query: '{ __typename }' }), 'text/plain')
  assert.ok(status === 400 || status === 415, `answered ${status}`)
})

test('an array of operations is refused whole', async () => {
  const { status, codes } = await post(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]))
  assert.deepEqual({ status, codes }, { status: 400, codes: ['BATCHING_LIMIT'] })
})

test('ten thousand aliases are refused before anything is asked of a subgraph', async () => {
  const aliases = Array.from({ length: 10_000 }, (_, index) => `a${index}: __typename`).join(' ')
  const { status, codes } = await ask(`{ ${aliases} }`)
  assert.equal(status, 400)
  assert.ok(codes[0] === 'MAX_ALIASES_LIMIT' || codes[0] === 'MAX_TOKENS_LIMIT', `answered ${codes[0]}`)
})

test('selections nested too deep are refused', async () => {
  const nest = (levels: number): string => (levels === 0 ? 'id' : `parent { ${nest(levels - 1)} }`)
  assert.deepEqual(await ask(`{ category(slug: "x") { ${nest(30)} } }`), { status: 400, codes: ['MAX_DEPTH_LIMIT'] })
})

test('pages inside pages that multiply beyond all use are refused', async () => {
  const nest = (levels: number): string => (levels === 0 ? 'name' : `category { products(first: 100) { nodes { ${nest(levels - 1)} } } }`)
  const query = `{ products(first: 100) { nodes { ${nest(2)} } } }`
  assert.deepEqual(await ask(query), { status: 400, codes: ['MAX_NODES_LIMIT'] })
})

test('fragments that spread themselves are refused as invalid', async () => {
  const query = 'query { me { ...A } } fragment A on User { id ...B } fragment B on User { id ...A }'
  assert.deepEqual(await ask(query), { status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] })
})

test('fragments that double at every level do not double the work', async () => {
  const levels = Array.from({ length: 40 }, (_, index) => `fragment F${index} on Category { ...F${index + 1} ...F${index + 1} }`)
  const query = `{ category(slug: "x") { ...F0 } } ${levels.join(' ')} fragment F40 on Category { id }`
  assert.equal((await ask(query)).status < 500, true)
})

test('an unknown enum value is refused as invalid', async () => {
  assert.deepEqual(await ask('{ products(sort: CHEAPEST) { totalCount } }'), { status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] })
  const variable = await ask('query ($sort: ProductSort) { products(sort: $sort) { totalCount } }', { sort: 'CHEAPEST' })
  assert.deepEqual(variable.codes, ['BAD_USER_INPUT'])
})

test('variables named like parts of a prototype are only names', async () => {
  const body =
    '{"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": "x", "__proto__": {"admin": true}, "constructor": {"prototype": {"admin": true}}}}'
  const answer = await request(graphqlUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  assert.deepEqual(await answer.body.json(), { data: { node: null } })
})
