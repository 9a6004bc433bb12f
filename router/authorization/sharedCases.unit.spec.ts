import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildASTSchema, Kind, parse, print, visit, type DocumentNode } from 'graphql'

import { readAuthzCases, type AuthzCase, type AuthzCases } from '../testing/authzCases.ts'
import { analyseOperation } from './analyseOperation.ts'
import { denialsUnder } from './denials.ts'
import { filterOperation } from './filterOperation.ts'
import { createJudge } from './judge.ts'
import { readProtection } from './readProtection.ts'

const shared = await readAuthzCases()

/**
 * Where our paths say more than the collection's: of a fragment on a denied member of a union, it names the union's field and we the fields
 * in the fragment. ADR 28 says why.
 */
const OUR_PATHS: Readonly<Record<string, readonly string[]>> = {
  'hive/type_authorization/unions/removes_all_unauthorized_union_member_fragments': ['media.title'],
  'hive/type_authorization/unions/union_members_are_authorized_independently_of_each_other': ['media.director'],
  'hive/type_authorization/unions/union_members_are_authorized_independently_of_each_other#2': ['media.author'],
  'hive/type_authorization/unions/shared_field_name_across_union_members_is_authorized_independently': ['media.title'],
}

if (shared === null) test('cases of another router, which lie beside the checkout', { skip: '../shared/authz is not there' }, () => {})
else {
  for (const one of shared.cases) test(`decides as expected: ${one.id}`, () => decide(shared, one))
  test('there are 147 cases, 76 of them with the operation that is left', () => {
    assert.equal(shared.cases.length, 147)
    assert.equal(shared.cases.filter(({ kind }) => kind === 'filter').length, 76)
  })
}

function decide(from: AuthzCases, one: AuthzCase): void {
  const { query, variables = {}, expected, options } = one
  const { apiSdl, supergraphSdl } = from.schemas[one.schema] ?? assert.fail(one.schema)
  const filtered = filter({ apiSdl, supergraphSdl }, one)
  const denied = denialsUnder(filtered.denials, variables).flatMap(({ path, nested }) => (nested ? [] : [path.join('.')]))
  const wanted = expected.unauthorizedPaths ?? (expected.errors ?? []).map(({ extensions }) => extensions.affectedPath ?? '')
  assert.deepEqual([...new Set(denied)].toSorted(), OUR_PATHS[one.id] ?? [...new Set(wanted)].toSorted())
  if (one.kind === 'filter') {
    const left = expected.unchanged === true ? query : (expected.filteredQuery ?? null)
    assert.equal(filtered.document === null ? null : inOneForm(filtered.document), left === null ? null : inOneForm(parse(left)))
  }
  const isRefused = options?.['reject_unauthorized'] === true && denied.length > 0
  for (const { mock, data, alternatives = [] } of variantsOf(from, one)) {
    const planned = filtered.document === null ? null : print(filtered.document)
    const got = isRefused ? null : from.expected(apiSdl, mock, { query, filtered: planned, variables })
    assert.ok(
      [data, ...alternatives].some((good) => JSON.stringify(good) === JSON.stringify(got)),
      JSON.stringify(got),
    )
  }
}

function filter(
  { apiSdl, supergraphSdl }: { readonly apiSdl: string; readonly supergraphSdl: string },
  { query, request, options, claims }: AuthzCase,
) {
  const protection = readProtection(parse(supergraphSdl))
  assert.ok(protection.ok)
  const schema = buildASTSchema(parse(apiSdl), { assumeValidSDL: true })
  const claim = options?.['scopes_claim']
  const scopes = typeof claim === 'string' ? String(claims?.[claim] ?? '').split(' ') : request.scopes
  const rights = { isAuthenticated: request.authenticated, scopes: new Set(scopes), policies: new Set(request.policies) }
  const judge = createJudge(schema, protection.value)
  return filterOperation(analyseOperation({ schema, judge }, parse(query), undefined), rights)
}

function variantsOf({ sharedMocks }: AuthzCases, one: AuthzCase) {
  if (one.kind === 'filter') return one.derived?.variants ?? []
  return [{ mock: one.mock ?? sharedMocks[one.sharedMock ?? ''], data: one.expected.data ?? null, alternatives: one.alternatives ?? [] }]
}

/** The collection writes fragments out and sorts arguments. */
function inOneForm(document: DocumentNode): string {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])))
  const operation = { ...document, definitions: document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION) }
  return print(
    visit(operation, {
      FragmentSpread({ name }) {
        const { typeCondition, selectionSet } = fragments.get(name.value) ?? assert.fail(name.value)
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }
      },
      Field: (node) => ({ ...node, arguments: (node.arguments ?? []).toSorted((one, other) => (one.name.value < other.name.value ? -1 : 1)) }),
    }),
  )
}
