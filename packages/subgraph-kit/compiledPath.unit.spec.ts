import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { getIntrospectionQuery, parse, validate } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { customer } from '@agora/testkit/viewers.ts'

import { isCompilable, MAX_COMPILED_FIELDS } from './compilable.ts'
import type { SubgraphContext } from './context.ts'
import { createApollo, MAX_DEPTH } from './createApollo.ts'
import { depthLimit } from './depthLimit.ts'
import { library } from './fixtures/library.ts'
import { watchShield } from './fixtures/watchShield.ts'
import { protectSchema } from './protectSchema.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const schema = protectSchema(library)
let apollo: Awaited<ReturnType<typeof createApollo<SubgraphContext>>>
before(async () => void (apollo = await createApollo<SubgraphContext>({ schema, logger })))
after(() => apollo.stop())

/** Runs it several times; says for each run whether graphql-shield stood before its fields. */
async function byShield(query: string, viewer: Viewer = anonymous, runs = 3): Promise<boolean[]> {
  const seen: boolean[] = []
  for (let run = 0; run < runs; run++) {
    const { context, wasAsked } = watchShield({ viewer, requestId: 'r1', logger })
    await apollo.executeOperation({ query }, { contextValue: context })
    seen.push(wasAsked())
  }
  return seen
}

test('an allowed query is compiled when it comes a second time', async () => {
  assert.deepEqual(await byShield('{ book(id: "1") { title author { name } } }'), [true, false, false])
})

test('one document is compiled for one viewer and refused by shield for another', async () => {
  const query = '{ book(id: "1") { note } }'
  assert.deepEqual(await byShield(query), [true, true, true])
  assert.deepEqual(await byShield(query, { ...customer(), scopes: ['notes'] }, 2), [true, false])
  assert.deepEqual(await byShield(query, anonymous, 1), [true])
})

test('rules that look at the parent hold on the compiled path too', async () => {
  assert.deepEqual(await byShield('{ me { royalties } }', customer('usr_a')), [true, false, false])
  assert.deepEqual(await byShield('{ thing(kind: "author") { ... on Author { royalties } } }', customer('usr_a')), [true, true, true])
})

test('mutations, errors and introspection are never answered by compiled code', async () => {
  assert.deepEqual(await byShield('mutation { rename(id: "1", title: "x") { title } }', customer()), [true, true, true])
  assert.deepEqual(await byShield('{ fails }'), [true, true, true])
  const introspection = await apollo.executeOperation(
    { query: getIntrospectionQuery() },
    { contextValue: { viewer: anonymous, requestId: 'r1', logger } },
  )
  assert.equal(introspection.body.kind === 'single' && introspection.body.singleResult.errors, undefined)
})

test('what would be compiled without end, without bound or wrongly is left to Apollo', () => {
  const compilable = (text: string): boolean => isCompilable(parse(text), schema.bare)
  assert.equal(compilable('query ($f: Int) { items(first: $f) { id } }'), true)
  assert.equal(compilable('query ($f: Filter) { book(id: "1", filter: $f) { id } }'), false)
  assert.equal(compilable('query A { items { id } } query B { items { id } }'), false)
  const nested = (depth: number): string =>
    depth === 0 ? '{ id }' : `{ id ... on Book { author { works ${nested(depth - 1)} } } ... on Film { cast { works ${nested(depth - 1)} } } }`
  assert.equal(compilable(`{ items ${nested(3)} }`), true)
  assert.equal(compilable(`{ items ${nested(12)} }`), false)
  assert.ok(MAX_COMPILED_FIELDS < 2 ** 12)
})

test('a document nested deeper than the limit is refused, through fragments too', () => {
  const faults = (query: string): string[] => validate(schema.bare, parse(query), [depthLimit(MAX_DEPTH)]).map(({ message }) => message)
  const nest = (levels: number): string => `{ book(id: "1") ${'{ siblings '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`
  const refused = [`Selections are nested deeper than ${MAX_DEPTH}`]
  assert.deepEqual([faults(nest(MAX_DEPTH)), faults(nest(MAX_DEPTH + 1))], [[], refused])
  const byFragment = (levels: number): string =>
    `{ book(id: "1") { ...Rest } } fragment Rest on Book ${'{ siblings '.repeat(levels)}{ id }${' }'.repeat(levels)}`
  assert.deepEqual([faults(byFragment(MAX_DEPTH - 2)), faults(byFragment(MAX_DEPTH - 1))], [[], refused])
  assert.deepEqual(faults(getIntrospectionQuery()), [])
  assert.deepEqual(faults('{ book(id: "1") { ...A } } fragment A on Book { siblings { ...A } }'), [])
})
