import type { DocumentNode, GraphQLError, SelectionNode } from 'graphql'

import type { OperationAnalysis } from './analyseOperation.ts'
import { denialErrors, staticErrors, type NullPositions } from './authorizationErrors.ts'
import { denialsUnder, type Denial } from './denials.ts'
import type { FilteredOperation } from './filterOperation.ts'
import { onlyItsOwn } from './onlyItsOwn.ts'

/** What happens to what is denied: it is left out; the whole operation is refused; or nothing happens, but it is told. */
export type AuthorizationMode = 'filter' | 'reject' | 'dry-run'

/** An operation that may be answered. */
export interface Admitted {
  readonly refused: false
  /** To be planned; null where nothing is left to ask. */
  readonly document: DocumentNode | null
  readonly denied: ReadonlySet<SelectionNode>
  /** What was denied, for the log. */
  readonly denials: readonly Denial[]
  /** What the client is told, once it is known where the answer has nulls. */
  errors(nulls: NullPositions): GraphQLError[]
}

/** An operation that is not answered at all: HTTP 403, `data` null. */
export interface Refused {
  readonly refused: true
  readonly denials: readonly Denial[]
  readonly errors: readonly GraphQLError[]
}

/** What is decided about one request. */
export interface AdmissionRequest {
  readonly mode: AuthorizationMode
  readonly analysis: OperationAnalysis
  readonly filtered: FilteredOperation
  /** Coerced: defaults are filled in. What they switch off is not denied. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly requestId: string
}

const NOTHING: ReadonlySet<SelectionNode> = new Set()

/** Applies the mode to a filtered operation. */
export function admitOperation({ mode, analysis, filtered, variables, requestId }: AdmissionRequest): Admitted | Refused {
  const all = denialsUnder(filtered.denials, variables)
  const outer = all.filter(({ nested }) => !nested)
  if (mode === 'reject' && outer.length > 0) return { refused: true, denials: outer, errors: staticErrors(outer, requestId) }
  if (mode === 'dry-run') {
    const document = onlyItsOwn(analysis.definition, analysis.fragments)
    return { refused: false, document, denied: NOTHING, denials: all, errors: () => staticErrors(all, requestId) }
  }
  return {
    refused: false,
    document: filtered.document,
    denied: filtered.denied,
    denials: outer,
    errors: (nulls) => denialErrors(outer, nulls, requestId),
  }
}
