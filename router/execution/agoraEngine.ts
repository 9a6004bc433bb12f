import type { GraphQLError } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'

import { staticRefusal } from '../authorization/authorizationErrors.ts'
import { createAuthorizer, type Authorizer } from '../authorization/createAuthorizer.ts'
import type { PolicyService } from '../authorization/policyService.ts'
import { noProtection, protectsAnything, type Protection } from '../authorization/readProtection.ts'
import type { RouterConfig } from '../config/routerConfig.ts'
import { aroundPlanning } from '../extensions/hangAround.ts'
import { offerDefer } from '../incremental/deferDirective.ts'
import { createDeferVariants, type SettleDefers } from '../incremental/deferVariants.ts'
import { mapParts, type FurtherParts } from '../incremental/deliverParts.ts'
import { createDenialTeller, type ErrorsOfNulls } from '../incremental/tellDenials.ts'
import { choosePlanner } from '../planning/choosePlanner.ts'
import { decideOverrides } from '../planning/decideOverrides.ts'
import { createKeyInData } from '../planning/keepApart.ts'
import { readOverrideLabels, type OverrideLabels } from '../planning/overrideLabels.ts'
import { createPlanCache, type PlanCache, type PlanCacheFigures } from '../planning/planCache.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { CreateEngine, EngineAnswer, EnginePart, Operation, WantedOperation } from './engine.ts'
import { planFacts } from './plan/planFacts.ts'
import type { LaterPart, OperationAnswer, PreparedOperation } from './preparedOperation.ts'
import { prepareOperation, type PrepareParts, type ToPrepare } from './prepareOperation.ts'

/** How the engine is set up. */
export interface AgoraEngineOptions {
  readonly config: Pick<RouterConfig, 'authorization' | 'planning'>
  /** What has to be kept from whom; nothing where subgraphs see to it themselves. */
  readonly protection?: Protection
  /** Decides `@policy`; null: all are false but those that the token claims, where the config names a claim. */
  readonly policies?: PolicyService | null
  readonly figures: PlanCacheFigures
}

/** Our own engine: rights are taken out of the operation, what is left is planned once and compiled once, and run for every request. */
export function createAgoraEngine({ config, protection = noProtection, policies = null, figures }: AgoraEngineOptions): CreateEngine {
  const { planner: choice, plans } = config.planning
  return async ({ supergraph, call, extensions = [], logger }) => {
    const { document } = supergraph
    const schema = offerDefer(apiSchemaOf(document))
    const prepared = createPlanCache<Prepared>({ limit: plans, figures })
    const rest = {
      authorizer: protectsAnything(protection) ? createAuthorizer({ schema, protection, policies, config: config.authorization }) : null,
      labels: readOverrideLabels(document),
      settleDefers: createDeferVariants(),
      quiet: logger.child({}, { level: 'warn' }),
    }
    const parts = { schema, facts: planFacts(document), keyInData: createKeyInData(document), call }
    // Last, for it holds a process.
    const planner = await choosePlanner(choice, { logger: logger.child({ component: 'planner' }) })(supergraph)
    const room: Room = { ...rest, prepared, parts: { ...parts, plan: aroundPlanning(extensions, (request) => planner.plan(request)) } }
    return {
      name: 'agora',
      apiSchema: schema,
      execute: (operation, context) => execute(room, operation, context),
      hottest: (count) => prepared.hottest(count).map(({ value }) => value.wanted),
      prepare: (wanted) => prepareAhead(room, wanted),
      stop: async () => {
        prepared.clear()
        planner.stop?.()
      },
    }
  }
}

interface Room {
  /** Null where nothing is protected. */
  readonly authorizer: Authorizer | null
  readonly labels: OverrideLabels
  readonly settleDefers: SettleDefers
  readonly prepared: PlanCache<Prepared>
  readonly parts: PrepareParts
  /** For what is asked in nobody's request. */
  readonly quiet: Logger
}

/** What is kept of an operation, and what it takes to prepare it again elsewhere. */
interface Prepared {
  readonly run: PreparedOperation['run']
  readonly wanted: WantedOperation
}

async function execute(room: Room, asked: Operation, context: RequestContext): Promise<EngineAnswer> {
  const operation = asked.holdsDefer === true ? room.settleDefers(asked, context.inParts === true) : asked
  const { document, name: operationName, coerced: variables } = operation
  const decided = room.authorizer?.authorize({ document, operationName, variables }, context)
  const rights = decided instanceof Promise ? await decided : decided
  if (rights?.refused === true) return { data: null, denials: staticRefusal(rights.errors) }
  const overrides = await overridesOf(room.labels, operation, context)
  const { run } = await preparedFor(room, { operation, viewer: context.viewer, overrides }, rights)
  const { data, errors, denied, later } = await run(variables, context)
  if (later !== undefined) return inParts({ data, errors, denied, later }, rights?.errors ?? (() => []))
  const denials: readonly GraphQLError[] = rights === undefined ? [] : rights.errors({ paths: denied.paths, total: denied.count })
  return { data, ...(errors.length === 0 ? {} : { errors }), ...(denials.length === 0 ? {} : { denials }) }
}

/** The beginning of an answer, with its denials; so has each part that follows. */
function inParts({ data, errors, denied, later }: Required<OperationAnswer>, errorsOf: ErrorsOfNulls): EngineAnswer {
  const teller = createDenialTeller(errorsOf)
  const told = (further: FurtherParts<LaterPart>): FurtherParts<EnginePart> => {
    const denials = teller.next(further)
    const parts = further.parts.map(({ label, path, data: given, errors: faults }, index) => ({
      label,
      path,
      data: given,
      errors: faults,
      denials: denials[index] ?? [],
    }))
    return { parts, hasNext: further.hasNext }
  }
  return { data, ...(errors.length === 0 ? {} : { errors }), denials: teller.first(denied), later: mapParts(later, told) }
}

type Rights = ToPrepare['admitted'] & { readonly key: string }

/** By the document's hash, the operation's name, the rights as far as they matter here and the labels that hold; at once where it is there. */
function preparedFor(room: Room, wanted: WantedOperation, rights: Rights | undefined): Prepared | Promise<Prepared> {
  const { operation, overrides } = wanted
  const key = [operation.hash, operation.name ?? '', rights?.key ?? '', ...overrides].join('\n')
  const make = (): Promise<Prepared> => prepare(room, wanted, rights ?? { document: operation.document, denied: NOTHING })
  return room.prepared.peek(key) ?? room.prepared.get(key, make)
}

async function prepare(room: Room, { operation, viewer, overrides }: WantedOperation, admitted: ToPrepare['admitted']): Promise<Prepared> {
  const { run } = await prepareOperation(room.parts, { operation, admitted, overrides })
  const { document, definition, name, source, hash } = operation
  // Not the operation itself: it holds a client's variables.
  return { run, wanted: { operation: { document, definition, name, source, hash }, viewer, overrides } }
}

/** For whoever asked before, with the rights that they have under this schema. */
async function prepareAhead(room: Room, { operation, viewer, overrides: held }: WantedOperation): Promise<void> {
  const { document, name: operationName } = operation
  const asked = { document, operationName, variables: {} }
  const rights = await room.authorizer?.authorize(asked, { viewer, logger: room.quiet, requestId: 'ahead' })
  if (rights?.refused === true) return
  const overrides = new Set(room.labels.all.length === 0 ? [] : room.labels.reachedBy(document, operationName).filter((label) => held.has(label)))
  await preparedFor(room, { operation, viewer, overrides }, rights)
}

const NOTHING: ReadonlySet<never> = new Set()
const NO_LABELS: ReadonlySet<string> = new Set()

/** Labels of one's own choosing hold for nobody yet: whoever wants them decides by a hook. */
async function overridesOf(
  labels: OverrideLabels,
  { document, name }: Operation,
  { viewer, requestId }: RequestContext,
): Promise<ReadonlySet<string>> {
  if (labels.all.length === 0) return NO_LABELS
  const key = viewer.kind === 'anonymous' ? requestId : viewer.sub
  return decideOverrides(labels.reachedBy(document, name), { key, decide: () => NO_LABELS })
}
