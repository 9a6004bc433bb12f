import assert from 'node:assert/strict'
import { test } from 'node:test'

import { getVariableValues, parse, print, validate, type DocumentNode, type GraphQLSchema } from 'graphql'

import { randomOperation } from '@agora/testkit/randomOperation.ts'

import { operationOf } from '../planning/rootFields.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { assertAsExpected } from '../testing/assertAsExpected.ts'
import { collidingSelections } from '../testing/collidingSelections.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { deferAtRandom } from '../testing/deferAtRandom.ts'
import { hashedGraph } from '../testing/hashedGraph.ts'
import type { Draw } from '../testing/randomSelections.ts'
import { createReadParts, type ReadPart } from '../testing/readParts.ts'
import { referenceParts } from '../testing/referenceParts.ts'
import { seedOfRun } from '../testing/seedOfRun.ts'
import { findings, media, people } from '../testing/smallSupergraphs.ts'
import { askWorld, resolve, subgraphsOf, type World } from '../testing/world.ts'
import { offerDefer } from './deferDirective.ts'
import { deferRules } from './deferRules.ts'
import { mergePart } from './mergePart.ts'

const run = seedOfRun(25, process.env)

type Variables = Readonly<Record<string, unknown>>

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value
const placeOf = ({ path, label }: Pick<ReadPart, 'path' | 'label'>): string => JSON.stringify([path, label])
const inOrder = <Part extends Pick<ReadPart, 'path' | 'label'> & { readonly data: unknown }>(parts: readonly Part[]): Part[] =>
  parts.toSorted((a, b) => (placeOf(a) + JSON.stringify(a.data) < placeOf(b) + JSON.stringify(b.data) ? -1 : 1))

const shownOf = (parts: readonly ReadPart[]) => inOrder(plain(parts.map(({ path, label, data, errors }) => ({ path, label, data, errors }))))

/** The operation with some of it deferred; null where that is not valid. */
function deferred(schema: GraphQLSchema, query: string, draw: Draw): DocumentNode | null {
  const document = parse(query, { noLocation: true })
  if (validate(schema, document).length > 0) return null
  const written = deferAtRandom(schema, document, draw)
  const faults = [...validate(offerDefer(schema), written), ...validate(offerDefer(schema), written, deferRules)]
  return faults.every(({ message }) => message.includes('is never used')) ? written : null
}

function merged([first, ...later]: readonly ReadPart[]): unknown {
  const whole = plain(first?.data ?? null)
  for (const { path, data } of later) if (whole !== null && data !== null) mergePart(whole, path, plain(data))
  return whole
}

for (const [name, subgraphs] of Object.entries({ people, findings })) {
  test(`whatever keys a client gives its fields, the parts of ${run.operations} random operations are those of the specification: ${name}, SEED=${run.seed}`, async () => {
    const graph = hashedGraph(subgraphs)
    const { read, undeferred } = await createReadParts(graph)
    const checkOne = async (draw: Draw): Promise<boolean> => {
      const document = deferred(graph.schema, collidingSelections(graph.schema, draw), draw)
      if (document === null) return false
      const variables = { a: draw(2) === 0, b: draw(2) === 0, deferred: draw(2) === 0 }
      const shown = `${JSON.stringify(variables)}: ${print(document)}`
      const parts = await read(document, variables, async ({ subgraph, body }) => {
        const { query, variables: given = {} } = JSON.parse(body) as { query: string; variables?: Variables }
        return plain(await graph.askSubgraph(subgraph, query, given)) as object
      })
      const expected = referenceParts({ ...graph, document, variables })
      assert.deepEqual(shownOf(parts), inOrder(plain([expected.first, ...expected.later])), shown)
      assert.deepEqual(merged(parts), plain(await graph.answerWhole(document, variables)), shown)
      return parts.length > 1
    }
    // Not every operation is valid, nor is something deferred in each.
    let checked = 0
    for (let nth = 0; checked < run.operations; nth++) if (await checkOne(run.drawOf(nth))) checked += 1
    assert.ok(undeferred.count < run.operations / 10, `${undeferred.count} were planned without @defer`)
  })
}

const kitchen = {
  larder: `type Query { dishes: [Dish!]! best: Dish! } type Dish @key(fields: "id") { id: ID! name: String weight: Int }`,
  stove: `type Dish @key(fields: "id") { id: ID! weight: Int @external minutes: Int! @requires(fields: "weight") cook: Cook! } type Cook @key(fields: "id") { id: ID! }`,
  staff: `type Cook @key(fields: "id") { id: ID! name: String! dishes: [Dish!]! } type Dish @key(fields: "id", resolvable: false) { id: ID! }`,
}
const graphs: Readonly<Record<string, { readonly sdl: Readonly<Record<string, string>>; readonly world: Pick<World, 'members' | 'requirements'> }>> =
  {
    people: { sdl: people, world: { members: {}, requirements: {} } },
    media: { sdl: media, world: { members: { Media: ['Book', 'Film'] }, requirements: {} } },
    findings: { sdl: findings, world: { members: { Found: ['User', 'Book'], Node: ['User', 'Book'] }, requirements: {} } },
    kitchen: { sdl: kitchen, world: { members: {}, requirements: { 'Dish.minutes': [['weight', {}]] } } },
  }
/** Fields that others cannot be asked for without. */
const NEEDED = /\.(?:id|owner|weight)$/

for (const [name, { sdl, world: own }] of Object.entries(graphs)) {
  const supergraph = composeSupergraph(sdl)
  const schema = apiSchemaOf(supergraph.document)

  /** Has `judge` look at the parts of so many operations in worlds of their own. */
  const checkMany = async (failing: boolean, judge: (asked: Asked, told: string) => Promise<void> | void): Promise<void> => {
    const { read } = await createReadParts({ supergraph, schema })
    let checked = 0
    for (let nth = 0; checked < run.operations; nth++) {
      const draw = run.drawOf(nth)
      const { query, variables: given } = randomOperation(
        schema,
        Array.from({ length: 150 }, () => draw(5040)),
      )
      const document = deferred(schema, query, draw)
      if (document === null) continue
      const variables = coerced(schema, document, { ...given, deferred: draw(2) === 0 })
      const fails: World['fails'] = (coordinate, id) =>
        failing && !NEEDED.test(coordinate) && (coordinate.length * 7 + Number(id === 'root' ? 5 : id) * 3 + nth) % 9 === 0
      const world: World = { seed: nth, ...own, fails }
      const parts = await read(document, variables, subgraphsOf(world, sdl))
      if (parts.length > 1) checked += 1
      await judge({ world, document, variables, parts }, `nth=${nth} ${JSON.stringify(variables)}: ${print(document)}`)
    }
  }
  const expectedOf = ({ world, document, variables }: Asked) =>
    referenceParts({ schema, document, variables, resolve: (source, args, info) => resolve(world, [source, args, undefined, info]) })

  test(`parts of ${name} are together what one schema answers without @defer, and each what the specification says, SEED=${run.seed}`, () =>
    checkMany(false, async (asked, told) => {
      const { first, later } = expectedOf(asked)
      assert.deepEqual(shownOf(asked.parts), inOrder(plain([first, ...later])), told)
      const whole = await askWorld(asked.world, schema, { query: print(asked.document), variables: asked.variables })
      assert.deepEqual(merged(asked.parts), plain(whole.data), told)
    }))

  test(`where fields of ${name} fail, every null has an error in its part that explains it, and all else is as ever, SEED=${run.seed}`, () =>
    checkMany(true, (asked, told) => {
      const { first, later } = expectedOf({ ...asked, world: { ...asked.world, fails: () => false } })
      // Without labels there may be several parts of one object.
      const healthy = Map.groupBy([first, ...later], placeOf)
      for (const part of asked.parts) {
        const explained = new Set(
          part.errors.flatMap(({ path = [] }) => [...path.keys(), path.length].map((end) => JSON.stringify(path.slice(0, end)))),
        )
        const silent = (healthy.get(placeOf(part)) ?? []).map(({ data }) =>
          differences(part.data, data, part.path).filter((path) => !explained.has(JSON.stringify(path))),
        )
        assert.deepEqual(silent.toSorted((one, other) => one.length - other.length)[0], [], `${placeOf(part)} of ${told}`)
        for (const { path } of part.errors) assert.ok(startsWith(path, part.path), `${String(path)} of ${placeOf(part)} of ${told}`)
      }
    }))

  // Elsewhere some things are no entities: what fails in them fails with the request that brings them, which may be the first part's.
  if (name === 'kitchen' || name === 'media')
    test(`where fields of ${name} fail, nulls stop at their parts, and errors stand where the nulls do, SEED=${run.seed}`, () =>
      checkMany(true, (asked, told) => {
        const { first, later } = expectedOf(asked)
        const [expected, answered] = [inOrder([first, ...later]), inOrder(asked.parts)]
        assert.deepEqual(answered.map(placeOf), expected.map(placeOf), told)
        for (const [i, part] of answered.entries()) {
          const { path, data, errors } = expected[i] ?? first
          const below = (all: readonly { readonly path?: Path | undefined }[]) =>
            all.map((error) => ({ path: startsWith(error.path, path) ? error.path?.slice(path.length) : ['elsewhere'] }))
          assertAsExpected({ data: part.data, errors: below(part.errors) }, { data, errors: below(errors) } as never, `${placeOf(part)} of ${told}`)
        }
      }))
}

type Path = readonly (string | number)[]

/** Where an answer has null instead of what was expected; anything else that differs is a difference at the root. */
function differences(answer: unknown, expected: unknown, path: Path): Path[] {
  if (answer === null) return expected === null ? [] : [path]
  if (typeof answer !== 'object' || typeof expected !== 'object' || expected === null) return answer === expected ? [] : [['differs', ...path]]
  const [own, wanted] = [Object.entries(answer), Object.entries(expected)]
  if (own.map(([key]) => key).join() !== wanted.map(([key]) => key).join()) return [['differs', ...path]]
  return own.flatMap(([key, value], i) => differences(value, wanted[i]?.[1], [...path, Array.isArray(answer) ? Number(key) : key]))
}

function coerced(...[schema, document, variables]: readonly [GraphQLSchema, DocumentNode, Variables]): Variables {
  const read = getVariableValues(schema, operationOf(document, undefined).variableDefinitions ?? [], variables)
  if (read.coerced === undefined) throw new TypeError(read.errors.map(String).join())
  return read.coerced
}

interface Asked {
  readonly world: World
  readonly document: DocumentNode
  readonly variables: Variables
  readonly parts: readonly ReadPart[]
}

function startsWith(path: Path = [], start: Path): boolean {
  return start.every((key, index) => path[index] === key)
}
