import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { isTypeDefinitionNode, parse as parseGraphql } from 'graphql'
import { parse } from 'yaml'

import type { StaleBy } from './staleByEvents.ts'

const repository = join(import.meta.dirname, '..', '..')
const read = (...path: readonly string[]): string => readFileSync(join(repository, ...path), 'utf8')
const { events, bus } = (parse(read('router', 'agora.yaml')) as { cache: { events: StaleBy; bus: { topics: string } } }).cache
const fixtures = join(repository, 'schema', 'events', 'fixtures')

test('every event of the catalogue makes something stale, by a field that it has, and every type that is named exists', () => {
  assert.equal(bus.topics, 'products,stock')
  const catalogue = ['product', 'price', 'stock', 'category', 'attribute']
  const types = readdirSync(fixtures).filter((name) => catalogue.includes(name.split('.')[0] ?? ''))
  assert.deepEqual(
    Object.keys(events).sort(),
    types.map((name) => name.replace(/\.v\d+\.json$/, '')),
  )
  const { definitions } = parseGraphql(read('schema', 'supergraph.graphql'))
  const names = new Set(definitions.flatMap((node) => (isTypeDefinitionNode(node) ? [node.name.value] : [])))
  for (const [type, rules] of Object.entries(events)) {
    const event = JSON.parse(read('schema', 'events', 'fixtures', `${type}.v1.json`)) as Readonly<Record<string, unknown>>
    for (const { entity, id } of rules) {
      assert.ok(names.has(entity), `${type}: ${entity}`)
      const isThere = id === undefined || id in event || (type === 'product.withdrawn' && id === 'variantIds')
      assert.ok(isThere, `${type}: ${entity} by ${id}`)
    }
  }
})
