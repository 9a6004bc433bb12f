import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import {
  getNamedType,
  isInterfaceType,
  Kind,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  parse,
  print,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql'

import { answerDenied, type DeniedAnswer } from '../testing/answerDenied.ts'
import { protectedGraph } from '../testing/authorize.ts'
import { randomCases, type RandomCase } from '../testing/randomGraph.ts'
import { denialErrors } from './authorizationErrors.ts'
import { denialsUnder } from './denials.ts'
import { filterOperation, type FilteredOperation } from './filterOperation.ts'
import { rightsKey } from './needs.ts'
import type { Rights } from './rights.ts'

interface Tried {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly rights: Rights
  readonly filtered: FilteredOperation
  readonly forbids: (...coordinates: readonly string[]) => boolean
  readonly answer: (propagate?: boolean) => DeniedAnswer
}

const USED_OR_NOT = new Set([NoUnusedFragmentsRule, NoUnusedVariablesRule])
const rules = specifiedRules.filter((rule) => !USED_OR_NOT.has(rule))

const rightsIn = ({ scopes, policies, isAuthenticated }: RandomCase): Rights => ({
  isAuthenticated,
  scopes: new Set(scopes),
  policies: new Set(policies),
})

function attempt(given: RandomCase): Tried {
  const graph = protectedGraph(given.sdl)
  const document = parse(given.query)
  fc.pre(validate(graph.schema, document, rules).length === 0)
  const rights = rightsIn(given)
  const filtered = filterOperation(graph.analyse(document), rights)
  const { schema } = graph
  const asked = { schema, document, planned: filtered.document, denied: filtered.denied, variables: given.variables }
  return {
    schema,
    document,
    rights,
    filtered,
    forbids: forbidding(schema, rights),
    answer: (propagate = false) => answerDenied({ ...asked, propagate }),
  }
}

/** Reads the directives off the schema's own definitions, one coordinate at a time, and knows nothing of how the router does it. */
function forbidding(schema: GraphQLSchema, rights: Rights): (...coordinates: readonly string[]) => boolean {
  const fails = ({ name, arguments: given = [] }: DirectiveNode): boolean => {
    if (name.value === 'authenticated') return !rights.isAuthenticated
    const held = name.value === 'policy' ? rights.policies : rights.scopes
    const lists = JSON.parse(print(given[0]?.value ?? parse('{a}'))) as string[][]
    return lists.length > 0 && !lists.some((all) => all.every((one) => held.has(one)))
  }
  const forbidsOne = (coordinate: string): boolean => {
    const [typeName = '', fieldName] = coordinate.split('.')
    const type = schema.getType(typeName)
    if (fieldName === undefined) return (type?.astNode?.directives ?? []).some(fails)
    const field = type !== undefined && 'getFields' in type ? type.getFields()[fieldName] : undefined
    return forbidsOne(getNamedType(field?.type)?.name ?? '') || (field?.astNode?.directives ?? []).some(fails)
  }
  return (...coordinates) => coordinates.some(forbidsOne)
}

/** What somebody sees of an answer: its values, without the names of types. */
function seen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(seen)
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value).flatMap(([key, child]) => {
    const inner = key.startsWith('__') || /^[A-EU]$/.test(String(child)) ? null : seen(child)
    return isNothing(inner) ? [] : [[key, inner] as const]
  })
  return Object.fromEntries(left)
}

function isNothing(value: unknown): boolean {
  if (value === null || (Array.isArray(value) && value.every(isNothing))) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

const runs = { numRuns: 150 }
const any = randomCases({ interfaces: true })

test('shows no value that the rights forbid, whichever type answers', () => {
  fc.assert(
    fc.property(any, (given) => {
      const { forbids, answer } = attempt(given)
      for (const coordinate of answer().shown) assert.equal(forbids(coordinate, coordinate.split('.')[0] ?? ''), false, coordinate)
    }),
    runs,
  )
})

test('plans only what the schema knows, by a document that holds nothing unused', () => {
  fc.assert(
    fc.property(any, (given) => {
      const { schema, filtered } = attempt(given)
      if (filtered.document !== null) assert.deepEqual(validate(schema, filtered.document), [])
    }),
    runs,
  )
})

test('loses nothing: without interfaces the answer has exactly what the rights allow of each object', () => {
  fc.assert(
    fc.property(randomCases({ interfaces: false }), (given) => {
      const { schema, document, filtered, forbids, answer } = attempt(given)
      const ideal = new Set<SelectionNode>()
      eachSelection(schema, document, (node, { parent, condition }) => {
        const forbidden = condition === undefined ? forbids(`${parent}.${(node as FieldNode).name.value}`, parent) : forbids(condition)
        if (forbidden && !isTypename(node)) ideal.add(node)
      })
      const all = answerDenied({ schema, document, planned: document, denied: ideal, variables: given.variables, propagate: false })
      assert.deepEqual(seen(answer().data), seen(all.data))
      assert.equal(filtered.document === null, isNothing(seen(answer().data)) && filtered.document === null)
    }),
    runs,
  )
})

test('denies a selection only for a cause that the schema states', () => {
  fc.assert(
    fc.property(any, (given) => {
      const { schema, document, filtered, forbids } = attempt(given)
      const fragments = new Map(
        document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
      )
      const isEmpty = (node: SelectionNode): boolean => {
        if (filtered.denied.has(node)) return true
        const set = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.selectionSet : node.selectionSet
        return set !== undefined && set.selections.every(isEmpty)
      }
      eachSelection(schema, document, (node, { parent, condition, returned }) => {
        if (!filtered.denied.has(node)) return
        if (condition !== undefined) return assert.ok(forbids(condition), condition)
        const name = (node as FieldNode).name.value
        const type = schema.getType(parent)
        const implementers = isInterfaceType(type) ? schema.getPossibleTypes(type) : []
        const answerers = isInterfaceType(returned) ? schema.getPossibleTypes(returned) : []
        const causes = [
          forbids(`${parent}.${name}`, parent),
          ...implementers.map((one) => forbids(one.name, `${one.name}.${name}`)),
          ...answerers.map((one) => forbids(one.name)),
          (node as FieldNode).selectionSet?.selections.every(isEmpty) === true,
        ]
        assert.ok(causes.includes(true), `${parent}.${name}`)
      })
    }),
    runs,
  )
})

test('shows no less to whoever holds more', () => {
  fc.assert(
    fc.property(any, (given) => {
      const less = attempt(given)
      const more = attempt({ ...given, isAuthenticated: true, scopes: ['a', 'b', 'c'] })
      for (const coordinate of less.answer().shown) assert.ok(more.answer().shown.has(coordinate), coordinate)
    }),
    runs,
  )
})

test('changes nothing of what somebody with every right asks', () => {
  fc.assert(
    fc.property(any, (given) => {
      const all = attempt({ ...given, isAuthenticated: true, scopes: ['a', 'b', 'c'], policies: ['p', 'q'] })
      assert.equal(all.filtered.denied.size, 0)
      assert.deepEqual(all.filtered.denials, [])
    }),
    runs,
  )
})

test('viewers with the same key see the same operation, and rights that nothing asks for are not in it', () => {
  fc.assert(
    fc.property(any, any, (given, { scopes, policies, isAuthenticated }) => {
      const one = attempt(given)
      const analysis = protectedGraph(given.sdl).analyse(one.document)
      const other: Rights = { isAuthenticated, scopes: new Set([...scopes, 'unasked']), policies: new Set([...policies, 'unasked']) }
      const key = rightsKey(analysis.needs, one.rights)
      assert.ok(!rightsKey(analysis.needs, other).includes('unasked'))
      if (rightsKey(analysis.needs, other) !== key) return
      const theirs = filterOperation(analysis, other)
      assert.deepEqual([...theirs.denied], [...one.filtered.denied])
      assert.deepEqual(theirs.document, one.filtered.document)
    }),
    runs,
  )
})

test('tells of denials exactly where something is denied', () => {
  fc.assert(
    fc.property(any, fc.boolean(), (given, propagate) => {
      const { filtered, answer } = attempt(given)
      const { paths, total } = answer(propagate)
      const denials = denialsUnder(filtered.denials, given.variables)
      const errors = denialErrors(denials, { paths, total }, 'r')
      if (total > 0) assert.ok(denials.length > 0)
      assert.equal(errors.length > 0, denials.length > 0)
      assert.deepEqual(
        errors.flatMap(({ path }) => (path === undefined ? [] : [path])),
        paths.slice(0, 100),
      )
    }),
    runs,
  )
})

interface Place {
  readonly parent: string
  /** Of a fragment. */
  readonly condition: string | undefined
  readonly returned: unknown
}

/** Every selection that asks for something, with where it stands as graphql-js sees it. */
function eachSelection(schema: GraphQLSchema, document: DocumentNode, look: (node: SelectionNode, place: Place) => void): void {
  const types = new TypeInfo(schema)
  const conditionOf = (name: string): string | undefined =>
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name ? [one.typeCondition.name.value] : []))[0]
  const place = (condition: string | undefined): Place => ({
    parent: types.getParentType()?.name ?? '',
    condition,
    returned: getNamedType(types.getType()),
  })
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => look(node, place(undefined)),
      InlineFragment: (node) => (node.typeCondition === undefined ? undefined : look(node, place(node.typeCondition.name.value))),
      FragmentSpread: (node) => look(node, place(conditionOf(node.name.value))),
    }),
  )
}

function isTypename(node: SelectionNode): boolean {
  return node.kind === Kind.FIELD && node.name.value === '__typename'
}
