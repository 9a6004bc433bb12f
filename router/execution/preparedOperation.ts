import { Kind, type DocumentNode, type GraphQLError, type GraphQLSchema, type OperationDefinitionNode, type SelectionNode } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { FurtherParts } from '../incremental/deliverParts.ts'
import type { KeyInData } from '../planning/keepApart.ts'
import type { Plan } from '../planning/plan.ts'
import { fragmentsOf } from '../planning/rootFields.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { CallSubgraph } from './callSubgraph.ts'
import { judgeFaults } from './errors/explained.ts'
import { MOST_ERRORS, placeErrors } from './errors/placeErrors.ts'
import { setValue } from './generation/names.ts'
import { compileIntrospection } from './introspection/introspect.ts'
import { answeredKeys } from './plan/answeredKeys.ts'
import { compilePlan } from './plan/compilePlan.ts'
import type { Gathering } from './plan/gathering.ts'
import type { PlanFacts } from './plan/planFacts.ts'
import { compileProjection } from './projection/compileProjection.ts'
import { flagsOf } from './projection/conditions.ts'
import type { ResponsePath } from './projection/faults.ts'

/** What an operation is prepared from. */
export interface OperationParts {
  /** As the client sent it, valid. */
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Selections of `document` that were denied; the plan was made without them. A field all of whose selections are denied is denied itself, or was planned. */
  readonly denied?: ReadonlySet<SelectionNode>
  /** The plan of all but the introspection; null when that was all. */
  readonly plan: Plan | null
  /** Of `splitIntrospection`. */
  readonly introspection: DocumentNode | null
  /** What clients may see. */
  readonly schema: GraphQLSchema
  readonly facts: PlanFacts
  /** The plan's own names for response keys. */
  readonly keyInData: KeyInData
  readonly call: CallSubgraph
  /** After how many runs source is generated; `Infinity` for never. */
  readonly generateAfter?: number
}

/** A part of an answer. Its data must be written down, never changed: parts of it may belong to what others are answered as well. */
export interface PartialAnswer {
  readonly data: Record<string, unknown> | null
  /** At most a hundred, unmasked. */
  readonly errors: readonly GraphQLError[]
  /** Where values were kept back, at most a thousand of them, and how many there are. */
  readonly denied: { readonly paths: readonly ResponsePath[]; readonly count: number }
}

/** What a deferred fragment says of one object of the answer. */
export interface LaterPart extends PartialAnswer {
  /** The client's own; undefined where it gave none. */
  readonly label: string | undefined
  /** Where the object is. */
  readonly path: ResponsePath
}

/** An answer, or the beginning of one. */
export interface OperationAnswer extends PartialAnswer {
  /** Parts that come when they are ready; absent where this is all. */
  readonly later?: AsyncIterable<FurtherParts<LaterPart>>
}

/** An operation that can be run for any number of requests. */
export interface PreparedOperation {
  /** Variables are the client's, coerced, with defaults. It rejects for bugs alone. */
  run(variables: Readonly<Record<string, unknown>>, context: RequestContext): Promise<OperationAnswer>
}

/** Compiles all that an operation's requests have in common. Throws for a plan that must not have been made. */
export function createPreparedOperation(parts: OperationParts): PreparedOperation {
  const { plan, schema, facts, call, generateAfter } = parts
  const runPlan = plan === null ? null : compilePlan(plan, facts, generateAfter)
  const introspect = parts.introspection === null ? null : compileIntrospection(schema, parts.introspection)
  const project = compileProjection({ ...parts, interfaceObjects: facts.interfaceObjects })
  const conditions = conditionsOf(parts)
  return {
    async run(variables, context) {
      const undecided = conditions.find((name) => typeof variables[name] !== 'boolean')
      if (undecided !== undefined) return refused(undecided)
      const gathering: Gathering = { data: {}, variables, context, call, failures: [], isOver: false }
      const introspected = introspect?.(variables)
      for (const [key, value] of Object.entries(introspected?.data ?? {})) setValue(gathering.data, key, value)
      const waiting = runPlan?.root(gathering)
      if (waiting !== undefined) await waiting
      const { failures, data: gathered } = gathering
      const { data, run } = project(gathered, variables)
      const showing = failures.length === 0 || plan === null || runPlan === null ? null : { visible: visibleOf(plan), fetches: runPlan.fetches }
      const told = showing === null ? [] : placeErrors(failures, { data: gathered, variables, facts, answer: data, ...showing })
      const { errors, denied } = judgeFaults(run.faults, told)
      const all = [...(introspected?.errors ?? []), ...told, ...errors]
      return { data, errors: all.length > MOST_ERRORS ? all.slice(0, MOST_ERRORS) : all, denied: { paths: denied, count: run.denied } }
    },
  }
}

/** Variables of the operation that `@skip` and `@include` hang on: with a default they may be null, which decides nothing. */
export function conditionsOf({ document, operation }: Pick<OperationParts, 'document' | 'operation'>): string[] {
  const declared = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value))
  return flagsOf(document).filter((name) => declared.has(name))
}

/** The answer where such a variable decides nothing. */
export function refused(variable: string): OperationAnswer {
  const error = codedError('BAD_USER_INPUT', `Variable "$${variable}" must be true or false: whether a field is answered depends on it.`)
  return { data: null, errors: [error], denied: { paths: [], count: 0 } }
}

/** The keys that a planned operation asks for. */
export function visibleOf({ document }: Plan): ReturnType<typeof answeredKeys> {
  const fragments = fragmentsOf(document)
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return operation === undefined ? new Map() : answeredKeys(operation.selectionSet, fragments, [])
}
