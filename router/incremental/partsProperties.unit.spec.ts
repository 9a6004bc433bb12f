import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print, validate, type DocumentNode } from 'graphql'

import type { Operation } from '../execution/engine.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import { prepareOperation } from '../execution/prepareOperation.ts'
import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createKeyInData } from '../planning/keepApart.ts'
import type { PlanRequest } from '../planning/planner.ts'
import { operationOf } from '../planning/rootFields.ts'
import { withoutDefer } from '../planning/withoutDefer.ts'
import { collidingSelections } from '../testing/collidingSelections.ts'
import { deferAtRandom } from '../testing/deferAtRandom.ts'
import { expectedParts, withTypes, type ExpectedPart } from '../testing/expectedParts.ts'
import { context } from '../testing/handPlans.ts'
import { hashedGraph, type HashedGraph } from '../testing/hashedGraph.ts'
import type { Draw } from '../testing/randomSelections.ts'
import { seedOfRun } from '../testing/seedOfRun.ts'
import { findings, people } from '../testing/smallSupergraphs.ts'
import { offerDefer } from './deferDirective.ts'
import { deferRules } from './deferRules.ts'
import { createDeferVariants } from './deferVariants.ts'
import { mergePart } from './mergePart.ts'

const run = seedOfRun(100, process.env)

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

const asText = (parts: readonly ExpectedPart[]): string[] => parts.map((part) => JSON.stringify(sorted(part))).toSorted()

/** Keys in order, for two answers to be compared as text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Prepares operations on a graph and reads their answers, part by part. */
async function reader(graph: HashedGraph) {
  const ask = await createApolloAsk(graph.supergraph.sdl)
  const planner = apolloPlannerOf(graph.supergraph, async (question) => ask(question))
  const settle = createDeferVariants()
  const undeferred = { count: 0 }
  const parts = {
    // As `choosePlanner` does: it fails over some fragments of unions in interfaces.
    plan: async (request: PlanRequest) =>
      planner.plan(request).catch(() => {
        undeferred.count += 1
        return planner.plan({ ...request, document: withoutDefer(request.document) })
      }),
    schema: graph.schema,
    facts: planFacts(graph.supergraph.document),
    keyInData: createKeyInData(graph.supergraph.document),
    call: async ({ subgraph, body }: { readonly subgraph: string; readonly body: string }) => {
      const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> }
      return plain(await graph.askSubgraph(subgraph, query, variables)) as object
    },
  }
  const read = async (document: DocumentNode, variables: Readonly<Record<string, unknown>>) => {
    const definition = operationOf(document, undefined)
    const asked: Operation = { document, definition, name: undefined, variables, coerced: variables, source: '', hash: '' }
    const operation = settle(asked, true)
    const prepared = await prepareOperation(parts, { operation, admitted: { document: operation.document, denied: new Set() }, overrides: new Set() })
    const { data, errors, later } = await prepared.run(variables, context)
    assert.deepEqual(errors, [])
    const first: ExpectedPart = plain({ path: [], label: undefined, data })
    const rest: ExpectedPart[] = []
    let hasNext = later !== undefined
    if (later !== undefined)
      for await (const piece of later) {
        assert.equal(hasNext, true)
        hasNext = piece.hasNext
        for (const { path, label, data: given, errors: faults } of piece.parts) {
          assert.deepEqual(faults, [])
          rest.push({ path, label, data: plain(given) })
        }
      }
    assert.equal(hasNext, false)
    return { first, rest }
  }
  return { read, undeferred }
}

async function checkOne(graph: HashedGraph, read: Awaited<ReturnType<typeof reader>>['read'], draw: Draw): Promise<number> {
  const schema = offerDefer(graph.schema)
  const plainDocument = parse(collidingSelections(graph.schema, draw), { noLocation: true })
  if (validate(graph.schema, plainDocument).length > 0) return 0
  const document = deferAtRandom(graph.schema, plainDocument, draw)
  const variables = { a: draw(2) === 0, b: draw(2) === 0, deferred: draw(2) === 0 }
  const faults = [...validate(schema, document), ...validate(schema, document, deferRules)].filter(
    ({ message }) => !message.includes('is never used'),
  )
  if (faults.length > 0) return 0
  const shown = `${JSON.stringify(variables)}: ${print(document)}`
  const { first, rest } = await read(document, variables).catch((error: unknown) => {
    throw new Error(shown, { cause: error })
  })
  const whole = plain(await graph.answerWhole(withTypes(document), variables)) as Record<string, unknown>
  const expected = expectedParts(graph.schema, document, { whole, variables })
  assert.deepEqual(first, plain(expected.first), shown)
  assert.deepEqual(asText(rest), asText(expected.later), shown)
  const merged = structuredClone(first.data) as Record<string, unknown>
  for (const { path, data } of rest) mergePart(merged, path, data as Record<string, unknown>)
  assert.deepEqual(merged, plain(await graph.answerWhole(document, variables)), shown)
  return rest.length
}

for (const [name, subgraphs] of Object.entries({ people, findings })) {
  test(`the parts of ${run.operations} random operations are those of the specification, and together the answer without @defer: ${name}, SEED=${run.seed}`, async () => {
    const graph = hashedGraph(subgraphs)
    const { read, undeferred } = await reader(graph)
    // Not every operation is valid, nor is something deferred in each.
    let checked = 0
    for (let nth = 0; checked < run.operations; nth++) if ((await checkOne(graph, read, run.drawOf(nth))) > 0) checked += 1
    assert.ok(undeferred.count < run.operations / 10, `${undeferred.count} were planned without @defer`)
  })
}
