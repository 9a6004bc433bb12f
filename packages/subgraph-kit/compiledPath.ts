import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext, type GraphQLResponse } from '@apollo/server'
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'

import { isCompilable } from './compilable.ts'
import type { SubgraphContext } from './context.ts'
import { allHold, rulesOf, type Preflight } from './preflight.ts'
import type { ProtectedSchema } from './protectSchema.ts'

type Run = (root: unknown, context: unknown, variables: Readonly<Record<string, unknown>> | undefined) => Promise<ExecutionResult> | ExecutionResult

interface Prepared {
  readonly preflight: Preflight
  state: 'new' | 'seen' | 'compiled'
  /** Undefined until the state is `compiled`, and for good when the document cannot be compiled. */
  run: Run | undefined
}

/** The header by which a router asks for a trace (federated tracing, format 1). */
export const TRACE_HEADER = 'apollo-federation-include-trace'

/**
 * Answers queries by compiled code where nobody could tell the difference. Apollo keeps parsing, validation, limits, mutations,
 * introspection, traced requests, every refusal and every error: an operation whose compiled run has an error runs again on the
 * guarded schema, whose answer counts. Queries have no effects, so twice is once.
 */
export function compiledPath<Context extends SubgraphContext>(schema: ProtectedSchema): ApolloServerPlugin<Context> {
  // Apollo's document store gives the same object for the same text, and this memory ends with it: both are bounded together.
  const memory = new WeakMap<DocumentNode, Prepared>()
  const listener = {
    async responseForOperation({ document, operation, contextValue, request }: Resolved<Context>): Promise<GraphQLResponse | null> {
      if (operation.operation !== 'query' || request.http?.headers.get(TRACE_HEADER) === 'ftv1') return null
      const prepared = memory.get(document) ?? { preflight: rulesOf(document, schema.bare, schema.permissions), state: 'new', run: undefined }
      memory.set(document, prepared)
      if (prepared.preflight === undefined || !allHold(prepared.preflight, contextValue.viewer)) return null
      const run = compiled(prepared, schema.bare, document)
      if (run === undefined) return null
      const result = await run({}, contextValue, request.variables)
      if (result.errors !== undefined && result.errors.length > 0) return null
      return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data: result.data ?? null } } }
    },
  }
  return { requestDidStart: () => Promise.resolve(listener) }
}

type Resolved<Context extends SubgraphContext> = Pick<Required<GraphQLRequestContext<Context>>, 'contextValue' | 'request'> & {
  readonly document: DocumentNode
  readonly operation: { readonly operation: string }
}

/** Compiling takes as long as some runs: a document that comes only once is not worth it, and thousands of them must not cost it. */
function compiled(prepared: Prepared, schema: GraphQLSchema, document: DocumentNode): Run | undefined {
  if (prepared.state === 'new') {
    prepared.state = 'seen'
    return undefined
  }
  if (prepared.state === 'seen') {
    prepared.state = 'compiled'
    prepared.run = compile(schema, document)
  }
  return prepared.run
}

function compile(schema: GraphQLSchema, document: DocumentNode): Run | undefined {
  if (!isCompilable(document, schema)) return undefined
  try {
    const query = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true, useExperimentalPathBasedSkipInclude: true })
    return isCompiledQuery(query) ? (query.query as Run) : undefined
  } catch {
    return undefined // what the compiler does not know, Apollo does
  }
}
