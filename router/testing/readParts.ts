import type { DocumentNode, GraphQLSchema } from 'graphql'

import type { CallSubgraph } from '../execution/callSubgraph.ts'
import type { Operation } from '../execution/engine.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import type { PartialAnswer } from '../execution/preparedOperation.ts'
import { prepareOperation, type ToPrepare } from '../execution/prepareOperation.ts'
import { createDeferVariants } from '../incremental/deferVariants.ts'
import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createKeyInData } from '../planning/keepApart.ts'
import type { PlanRequest } from '../planning/planner.ts'
import { operationOf } from '../planning/rootFields.ts'
import { withoutDefer } from '../planning/withoutDefer.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { context } from './handPlans.ts'

/** A part as a client sees it. */
export interface ReadPart extends PartialAnswer {
  readonly path: readonly (string | number)[]
  readonly label: string | undefined
}

/** What of an operation may be asked. */
export type Admit = (document: DocumentNode) => ToPrepare['admitted']

/** What operations are read on. */
export interface ReadPartsOptions {
  readonly supergraph: Supergraph
  readonly schema: GraphQLSchema
  /** @default everything may be asked */
  readonly admit?: Admit
}

const everything: Admit = (document) => ({ document, denied: new Set() })

/** Prepares operations on a supergraph, runs them and reads all of their parts; the first has the empty path. */
export async function createReadParts({ supergraph, schema, admit = everything }: ReadPartsOptions) {
  const ask = await createApolloAsk(supergraph.sdl)
  const planner = apolloPlannerOf(supergraph, async (question) => ask(question))
  const settle = createDeferVariants()
  const undeferred = { count: 0 }
  // As `choosePlanner` does: it fails over some fragments of unions in interfaces.
  const plan = async (request: PlanRequest) =>
    planner.plan(request).catch(() => {
      undeferred.count += 1
      return planner.plan({ ...request, document: withoutDefer(request.document) })
    })
  const common = { plan, schema, facts: planFacts(supergraph.document), keyInData: createKeyInData(supergraph.document) }
  const read = async (document: DocumentNode, variables: Readonly<Record<string, unknown>>, call: CallSubgraph) => {
    const definition = operationOf(document, undefined)
    const asked: Operation = { document, definition, name: undefined, variables, coerced: variables, source: '', hash: '' }
    const operation = settle(asked, true)
    const toPrepare = { operation, admitted: admit(operation.document), overrides: new Set<string>() }
    const prepared = await prepareOperation({ ...common, call }, toPrepare)
    const { data, errors, denied, later: further } = await prepared.run(variables, context)
    const all: ReadPart[] = [{ path: [], label: undefined, data, errors, denied }]
    let hasNext = further !== undefined
    for await (const piece of further ?? []) {
      if (!hasNext) throw new TypeError('More came than was promised')
      hasNext = piece.hasNext
      for (const part of piece.parts) all.push(part)
    }
    if (hasNext) throw new TypeError('Less came than was promised')
    return all
  }
  return { read, undeferred }
}
