import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { buildSchema, parse, validate } from 'graphql'

import { roleScopes } from '@agora/security/roles.ts'

import { operationFor, owners, rootFields, type RootFieldOwner } from './rootFields.ts'
import { callers, mutations, queries, type Caller } from './table.ts'
import { temptations } from './temptations.ts'

const ids = { User: 'usr_1', Product: 'prd_1', Variant: 'var_1', Category: 'cat_1', Location: 'loc_1', Media: 'med_1' }
const things = { ids, categorySlug: 'cups', onHand: 7 }
const named = (kind: 'query' | 'mutation'): string[] => rootFields.filter((field) => field.kind === kind).map(({ name }) => name)

/** Who passes what the SDL asks, by the one table of roles and scopes. */
function passes(caller: Caller, { authenticated, scopes }: RootFieldOwner): boolean {
  if (caller === 'ANONYMOUS') return !authenticated && scopes === null
  const held: readonly string[] = roleScopes[caller]
  return scopes === null || scopes.some((set) => set.every((scope) => held.includes(scope)))
}

test('every root field has a row, and every row is of a root field', () => {
  assert.deepEqual(Object.keys(queries).toSorted(), named('query').toSorted())
  assert.deepEqual(Object.keys(mutations).toSorted(), named('mutation').toSorted())
})

test('the table says what the SDL says', () => {
  for (const { kind, name } of rootFields) {
    const owner = owners.get(name)
    assert.ok(owner, `${name} stands in no subgraph`)
    const row = (kind === 'query' ? queries : mutations)[name] ?? []
    assert.deepEqual([...row].toSorted(), callers.filter((caller) => passes(caller, owner)).toSorted(), name)
  }
})

test('the operations that are sent are valid, the inert and the tempting ones', () => {
  const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))
  const tempting = temptations(things)
  for (const field of rootFields) {
    for (const operation of [operationFor(field), operationFor(field, tempting)]) assert.deepEqual(validate(api, parse(operation)), [], operation)
  }
})

test('a tempting operation names real things, so that it would change something if it were let through', () => {
  const tempting = temptations(things)
  const of = (name: string): string => operationFor({ kind: 'mutation', name }, tempting)
  assert.equal(of('archiveProduct'), 'mutation { archiveProduct(input: { expectedVersion: 1, id: "prd_1" }) { __typename } }')
  assert.equal(of('setUserRoles'), 'mutation { setUserRoles(input: { expectedVersion: 1, roles: [ADMIN], userId: "usr_1" }) { __typename } }')
  assert.equal(of('addCartItem'), 'mutation { addCartItem(input: { variantId: "var_1" }) { __typename } }')
})
