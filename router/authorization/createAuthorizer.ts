import type { DocumentNode, GraphQLSchema } from 'graphql'

import { createBoundedMap } from '@agora/security/boundedMap.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { admitOperation, type Admitted, type AuthorizationMode, type Refused } from './admitOperation.ts'
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

/** What was decided of an operation for a viewer. */
export type Authorized = (Admitted | Refused) & {
  /** Tells apart viewers who see different operations: whatever is remembered of this operation is remembered under it too. */
  readonly key: string
}

/** Decides what of an operation may be asked for the viewer of a request. */
export interface Authorizer {
  /** At once, unless somebody has to be asked about policies. Throws only where the operation does not fit the schema, which is a bug. */
  authorize(request: AuthorizationRequest, context: AuthorizationContext): Authorized | Promise<Authorized>
}

/** The policies that are true of the viewer. */
interface Held {
  readonly policies: ReadonlySet<string>
}

type AuthorizationContext = Pick<RequestContext, 'requestId' | 'viewer' | 'logger'>

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
  /** By the key of the rights. */
  readonly views: { get(key: string): View | undefined; set(key: string, view: View): void }
}

interface View {
  readonly filtered: FilteredOperation
  /** Where nothing is denied: the same for every request. */
  readonly always: Authorized | null
}

/** Combinations of rights by which one operation is remembered; with more, the oldest are worked out again. */
const MOST_VIEWS = 64
const MOST_LOGGED = 100

/** One authorizer serves one supergraph. */
export function createAuthorizer({ schema, protection, policies, config }: AuthorizerParts): Authorizer {
  const judge = createJudge(schema, protection)
  const documents = new WeakMap<DocumentNode, Map<string | undefined, Known>>()
  const knownOf = (document: DocumentNode, name: string | undefined): Known => {
    const operations = documents.get(document)
    const known = operations?.get(name)
    if (known !== undefined) return known
    const made: Known = { analysis: analyseOperation({ schema, judge }, document, name), views: createBoundedMap(MOST_VIEWS) }
    documents.set(document, (operations ?? new Map<string | undefined, Known>()).set(name, made))
    return made
  }
  const decide = ({ analysis, views }: Known, { variables }: AuthorizationRequest, context: AuthorizationContext & Held): Authorized => {
    const rights = rightsOf(context.viewer, context.policies)
    const key = rightsKey(analysis.needs, rights)
    let view = views.get(key)
    if (view === undefined) views.set(key, (view = viewOf(config.mode, analysis, { filtered: filterOperation(analysis, rights), key })))
    if (view.always !== null) return view.always
    const admission = admitOperation({ mode: config.mode, analysis, filtered: view.filtered, variables, requestId: context.requestId })
    if (config.log && admission.denials.length > 0) context.logger.info(denied(admission.denials), 'Parts of an operation were denied')
    return { ...admission, key: keyUnder(config.mode, key) }
  }
  return {
    authorize(request, context) {
      const known = knownOf(request.document, request.operationName)
      const needed = known.analysis.needs.policies
      const { viewer, requestId, logger } = context
      if (needed.length === 0) return decide(known, request, { viewer, requestId, logger, policies: NONE })
      return truePolicies({ policies: needed, viewer, service: policies, logger }).then((held) =>
        decide(known, request, { viewer, requestId, logger, policies: held }),
      )
    },
  }
}

const NONE: ReadonlySet<string> = new Set()
/** A dry run asks the same for everybody. */
const EVERYTHING = 'dry-run'

function keyUnder(mode: AuthorizationMode, key: string): string {
  return mode === 'dry-run' ? EVERYTHING : key
}

function viewOf(mode: AuthorizationMode, analysis: OperationAnalysis, { filtered, key }: { filtered: FilteredOperation; key: string }): View {
  if (filtered.denials.length > 0) return { filtered, always: null }
  return { filtered, always: { ...admitOperation({ mode, analysis, filtered, variables: {}, requestId: '' }), key: keyUnder(mode, key) } }
}

function denied(denials: readonly Denial[]): Readonly<Record<string, unknown>> {
  return { deniedPaths: denials.slice(0, MOST_LOGGED).map(({ path }) => dotted(path)), deniedCount: denials.length }
}
