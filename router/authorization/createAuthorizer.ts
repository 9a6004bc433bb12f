import type { DocumentNode, GraphQLSchema } from 'graphql'

import { createBoundedMap } from '@agora/security/boundedMap.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { admitOperation, type Admitted, type Refused } from './admitOperation.ts'
import { analyseOperation, type OperationAnalysis } from './analyseOperation.ts'
import { dotted } from './authorizationErrors.ts'
import type { Denial } from './denials.ts'
import { filterOperation, type FilteredOperation } from './filterOperation.ts'
import { createJudge } from './judge.ts'
import { rightsKey } from './needs.ts'
import { truePolicies, type PolicyService } from './policyService.ts'
import type { Protection } from './readProtection.ts'
import { rightsOf } from './rights.ts'

/** An operation that somebody asks: valid, within the limits. */
export interface AuthorizationRequest {
  /** The same object for the same text as often as may be: what is found out about it is remembered with it. */
  readonly document: DocumentNode
  readonly operationName: string | undefined
  /** Coerced: defaults are filled in. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** Decides what of an operation may be asked for the viewer of a request. */
export interface Authorizer {
  /**
   * `key` tells apart viewers who see different operations: whatever is remembered of this operation is remembered under it too. Rejects only
   * where the operation does not fit the schema, which is a bug.
   */
  authorize(
    request: AuthorizationRequest,
    context: Pick<RequestContext, 'requestId' | 'viewer' | 'logger'>,
  ): Promise<(Admitted | Refused) & { readonly key: string }>
}

/** What an authorizer is made of. */
export interface AuthorizerParts {
  /** What clients may ask for. */
  readonly schema: GraphQLSchema
  readonly protection: Protection
  readonly policies: PolicyService | null
  readonly config: Pick<RouterConfig['authorization'], 'mode' | 'log'>
}

interface Known {
  readonly analysis: OperationAnalysis
  readonly views: { get(key: string): FilteredOperation | undefined; set(key: string, view: FilteredOperation): void }
}

/** Combinations of rights by which one operation is remembered; with more, the oldest are worked out again. */
const MOST_VIEWS = 64
const MOST_LOGGED = 100

/** One authorizer serves one supergraph. */
export function createAuthorizer({ schema, protection, policies, config }: AuthorizerParts): Authorizer {
  const judge = createJudge(schema, protection)
  const documents = new WeakMap<DocumentNode, Map<string | undefined, Known>>()
  const knownOf = (document: DocumentNode, name: string | undefined): Known => {
    const operations = documents.get(document) ?? new Map<string | undefined, Known>()
    const known = operations.get(name) ?? { analysis: analyseOperation({ schema, judge }, document, name), views: createBoundedMap(MOST_VIEWS) }
    documents.set(document, operations.set(name, known))
    return known
  }
  return {
    async authorize({ document, operationName, variables }, { requestId, viewer, logger }) {
      const { analysis, views } = knownOf(document, operationName)
      const needed = analysis.needs.policies
      const held = needed.length === 0 ? NONE : await truePolicies({ policies: needed, viewer, service: policies, logger })
      const rights = rightsOf(viewer, held)
      const key = rightsKey(analysis.needs, rights)
      const known = views.get(key)
      const filtered = known ?? filterOperation(analysis, rights)
      if (known === undefined) views.set(key, filtered)
      const admission = admitOperation({ mode: config.mode, analysis, filtered, variables, requestId })
      if (config.log && admission.denials.length > 0) logger.info(denied(admission.denials), 'Parts of an operation were denied')
      return { ...admission, key: config.mode === 'dry-run' ? EVERYTHING : key }
    },
  }
}

const NONE: ReadonlySet<string> = new Set()
/** A dry run asks the same for everybody. */
const EVERYTHING = 'dry-run'

function denied(denials: readonly Denial[]): Readonly<Record<string, unknown>> {
  return { deniedPaths: denials.slice(0, MOST_LOGGED).map(({ path }) => dotted(path)), deniedCount: denials.length }
}
