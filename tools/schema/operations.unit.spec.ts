import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { buildASTSchema, buildSchema, parse, visit, type GraphQLSchema } from 'graphql'

import { changeReport } from './breakingChanges.ts'
import { brokenOperations, namingFaults, readOperations } from './operations.ts'

const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8')
const operations = readOperations(new URL('../../schema/operations/', import.meta.url))

/** The committed schema from which one field was taken. */
function without(type: string, field: string): GraphQLSchema {
  const taken: string[] = []
  const document = visit(parse(sdl), {
    ObjectTypeDefinition: (node) => {
      if (node.name.value !== type) return undefined
      taken.push(...(node.fields ?? []).filter(({ name }) => name.value === field).map(({ name }) => name.value))
      return { ...node, fields: (node.fields ?? []).filter(({ name }) => name.value !== field) }
    },
  })
  assert.deepEqual(taken, [field])
  return buildASTSchema(document)
}

test('every operation of the clients fits the schema and has a name of its own', () => {
  assert.deepEqual(brokenOperations(buildSchema(sdl), operations), [])
  assert.deepEqual(namingFaults(operations), [])
})

test('removing a field that an operation uses names the operation, its place and the field', () => {
  const faults = brokenOperations(without('Variant', 'sku'), operations)
  assert.equal(faults.length, 3)
  assert.match(faults[0] ?? '', /^schema\/operations\/cart\.graphql:\d+ CartContents: Cannot query field "sku" on type "Variant"\./)
  assert.match(faults[1] ?? '', /^schema\/operations\/product\.graphql:\d+ ProductPage: Cannot query field "sku" on type "Variant"\./)
  assert.match(faults[2] ?? '', /^schema\/operations\/product\.graphql:\d+ Refetch: Cannot query field "sku" on type "Variant"\./)
})

test('removing a field that no operation uses breaks none, and the report of changes still names it', () => {
  const after = without('Product', 'updatedAt')
  assert.deepEqual(brokenOperations(after, operations), [])
  assert.deepEqual(changeReport(buildSchema(sdl), after), ['breaking: Product.updatedAt was removed.'])
})

test('an argument that becomes required, and a type that changes, are noticed', () => {
  const files = [{ file: 'a.graphql', document: parse('query Mine { me(x: 1) { name } }') }]
  assert.deepEqual(
    brokenOperations(buildSchema('type Query { me(x: Int, y: Int!): User } type User { name: Name } type Name { first: String }'), files),
    [
      'schema/operations/a.graphql:1 Mine: Field "name" of type "Name" must have a selection of subfields. Did you mean "name { ... }"?',
      'schema/operations/a.graphql:1 Mine: Field "me" argument "y" of type "Int!" is required, but it was not provided.',
    ],
  )
})

test('an operation without a name and a name used twice are faults', () => {
  const files = [
    { file: 'a.graphql', document: parse('query A { a }') },
    { file: 'b.graphql', document: parse('query A { a } { b }') },
  ]
  assert.deepEqual(namingFaults(files), [
    'schema/operations/b.graphql: the name A is used twice',
    'schema/operations/b.graphql holds an operation without a name',
  ])
})
