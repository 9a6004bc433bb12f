import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { Kind, parse, type DocumentNode, type ObjectTypeDefinitionNode } from 'graphql'

import { fieldsIn, textArguments } from '../planning/fieldSets.ts'
import { linksOf } from '../supergraph/links.ts'
import { readCacheHints } from './cacheHints.ts'

const schema = join(import.meta.dirname, '../../schema')
const read = (path: string): DocumentNode => parse(readFileSync(join(schema, path), 'utf8'), { noLocation: true })
const subgraphs = readdirSync(join(schema, 'subgraphs')).map((file) => ({ name: file.replace('.graphql', ''), document: read(`subgraphs/${file}`) }))
const whole = readCacheHints(read('supergraph.graphql'))

test('finds @cacheControl linked in every subgraph of Agora', () => {
  assert.deepEqual(
    subgraphs.filter(({ document }) => !linksOf(document).some(({ name }) => name === 'cacheControl')).map(({ name }) => name),
    [],
  )
})

test("makes no field of Agora's public by a hint that another subgraph gave to its type", () => {
  const surprises = subgraphs.flatMap(({ name, document }) => {
    const own = readCacheHints(joined(document))
    return fieldsOf(document)
      .filter(([type, field]) => whole.of(type, field)?.isPublic === true && own.of(type, field)?.isPublic !== true)
      .map((path) => `${name}: ${path.join('.')}`)
  })
  assert.deepEqual(surprises, [])
})

test('shares none of what belongs to somebody', () => {
  const owned = ['User', 'Session', 'Address', 'Cart', 'CartLine', 'Order', 'OrderItem', 'OrderLine', 'Payment', 'Viewer', 'Mutation']
  const shared = fieldsOf(read('supergraph.graphql')).filter(([type, field]) => owned.includes(type) && whole.of(type, field)?.isPublic === true)
  assert.deepEqual(
    shared.map((path) => path.join('.')),
    [],
  )
  for (const field of ['me', 'cart', 'order', 'node', 'nodes']) assert.notEqual(whole.of('Query', field)?.isPublic, true, field)
})

test('shares the catalogue', () => {
  for (const [type, field] of [
    ['Query', 'products'],
    ['Query', 'product'],
    ['Product', 'name'],
    ['Variant', 'price'],
    ['Category', 'children'],
  ] as const)
    assert.equal(whole.isPublicForClients(type, field), true, `${type}.${field}`)
})

/** A subgraph's parts of a type as one definition, which is what composition makes of them. */
function joined(document: DocumentNode): DocumentNode {
  const types = new Map<string, ObjectTypeDefinitionNode>()
  const others = document.definitions.filter((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return true
    const { name, fields = [], directives = [] } = types.get(node.name.value) ?? node
    const isFirst = !types.has(name.value)
    const all = isFirst ? {} : { fields: [...fields, ...(node.fields ?? [])], directives: [...directives, ...(node.directives ?? [])] }
    types.set(name.value, { ...node, ...all, kind: Kind.OBJECT_TYPE_DEFINITION })
    return false
  })
  return { ...document, definitions: [...others, ...types.values()] }
}

/** The fields that a subgraph answers, as type and field; without those of its types' keys, whose values are the same everywhere. */
function fieldsOf(document: DocumentNode): (readonly [string, string])[] {
  return joined(document).definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return []
    const keys = new Set(textArguments(node.directives, 'key', 'fields').flatMap((key) => [...fieldsIn(key)]))
    const answered = (node.fields ?? []).filter(
      ({ name, directives = [] }) => !keys.has(name.value) && directives.every((one) => one.name.value !== 'external'),
    )
    return answered.map(({ name }) => [node.name.value, name.value] as const)
  })
}
