import assert from 'node:assert/strict'

import { buildSchema, parse, print, validate, type DocumentNode, type GraphQLSchema } from 'graphql'

import { analyseOperation, type OperationAnalysis } from '../authorization/analyseOperation.ts'
import { denialsUnder } from '../authorization/denials.ts'
import { filterOperation, type FilteredOperation } from '../authorization/filterOperation.ts'
import { createJudge } from '../authorization/judge.ts'
import { readProtection } from '../authorization/readProtection.ts'
import type { Rights } from '../authorization/rights.ts'

/** The three directives as composers write them into supergraphs. */
export const DIRECTIVES = `
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
`

/** Nobody in particular. */
export const nobody: Rights = { isAuthenticated: false, scopes: new Set(), policies: new Set() }

/** Somebody with these scopes. */
export function somebody(scopes: readonly string[] = [], policies: readonly string[] = []): Rights {
  return { isAuthenticated: true, scopes: new Set(scopes), policies: new Set(policies) }
}

/** A protected graph that is its own supergraph. */
export interface ProtectedGraph {
  readonly schema: GraphQLSchema
  analyse(document: DocumentNode, operationName?: string): OperationAnalysis
}

/** Reads a schema that uses the directives. */
export function protectedGraph(sdl: string, directives = DIRECTIVES): ProtectedGraph {
  const whole = `${directives}${sdl}`
  const protection = readProtection(parse(whole))
  assert.ok(protection.ok, protection.ok ? '' : protection.error)
  const schema = buildSchema(whole, { assumeValidSDL: true })
  const judge = createJudge(schema, protection.value)
  return { schema, analyse: (document, operationName) => analyseOperation({ schema, judge }, document, operationName) }
}

/** What became of an operation, in words that a test can compare. */
export interface Authorized {
  /** In one line; null where nothing is left. */
  readonly asked: string | null
  /** The fields that are denied, outermost only, as `a.b`. */
  readonly denied: readonly string[]
  readonly document: DocumentNode
  readonly filtered: FilteredOperation
}

/** Filters a valid operation. */
export function authorize(
  graph: ProtectedGraph,
  query: string,
  { rights = nobody, variables = {}, operationName }: { rights?: Rights; variables?: Readonly<Record<string, unknown>>; operationName?: string } = {},
): Authorized {
  const document = parse(query)
  assert.deepEqual(validate(graph.schema, document), [])
  const filtered = filterOperation(graph.analyse(document, operationName), rights)
  if (filtered.document !== null) assert.deepEqual(validate(graph.schema, filtered.document), [])
  return {
    asked: filtered.document === null ? null : print(filtered.document).replaceAll(/\s+/g, ' '),
    denied: denialsUnder(filtered.denials, variables).flatMap(({ path, nested }) => (nested ? [] : [path.join('.')])),
    document,
    filtered,
  }
}
