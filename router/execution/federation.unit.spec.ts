import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import type { ExecutionResult } from 'graphql'

import { randomOperation } from '@agora/testkit/randomOperation.ts'

import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createNativeAsk } from '../planning/nativeAsk.ts'
import { nativePlannerOf } from '../planning/nativePlanner.ts'
import type { Planner } from '../planning/planner.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { assertAsExpected } from '../testing/assertAsExpected.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'
import { findings, media, parcels, people } from '../testing/smallSupergraphs.ts'
import { askWorld, subgraphsOf, type World } from '../testing/world.ts'
import type { OperationAnswer } from './preparedOperation.ts'

const members = { Media: ['Book', 'Film'] }
const requirements: World['requirements'] = {
  'Product.inland': [['weight', { unit: 'KG' }]],
  'Product.abroad': [
    ['weight', { unit: 'LB' }],
    [
      'box',
      { unit: 'KG' },
      [
        ['x', {}],
        ['y', { unit: 'LB' }],
      ],
    ],
  ],
}
interface Graph {
  readonly sdl: Readonly<Record<string, string>>
  readonly members: World['members']
  /** The planners that plan all of it rightly. */
  readonly by: readonly Planner['name'][]
}

const graphs: Readonly<Record<string, Graph>> = {
  people: { sdl: people, members: {}, by: ['native', 'apollo'] },
  // `@apollo/query-planner` fetches a field that is required with two sets of arguments with one of them.
  parcels: { sdl: parcels, members: {}, by: ['native'] },
  media: { sdl: media, members, by: ['native', 'apollo'] },
  findings: { sdl: findings, members: { Found: ['User', 'Book'], Node: ['User', 'Book'] }, by: ['native', 'apollo'] },
}

const numbers = fc.array(fc.nat(5039), { minLength: 150, maxLength: 150 })
const settings = { numRuns: 40, includeErrorInReport: true, endOnFailure: true }

/** Fields that others cannot be asked for without. */
const NEEDED = /\.(?:id|owner|weight|box|x|y)$/

const CONDITIONS = / @(?:skip|include)\(if: [^)]+\)/g

type Judge = (answer: OperationAnswer, expected: ExecutionResult, told: string) => void

interface Comparison {
  readonly world: World
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly judge: Judge
}

for (const [name, { sdl, members: own, by }] of Object.entries(graphs)) {
  const supergraph = composeSupergraph(sdl)
  const schema = apiSchemaOf(supergraph.document)
  const [askApollo, askNative] = [await createApolloAsk(supergraph.sdl), await createNativeAsk(supergraph.sdl)]
  const apollo = apolloPlannerOf(supergraph, async (question) => askApollo(question))
  const native = nativePlannerOf(supergraph, async (question) => askNative(question))
  // What the native planner refuses is planned by the other.
  const either: Planner = { ...native, plan: (request) => native.plan(request).catch(() => apollo.plan(request)) }
  const planners = [either, apollo].filter((planner) => by.includes(planner.name))

  /** Holds what each planner and form of the executor answers against what one schema does. */
  const compare = async ({ world, query, variables, judge }: Comparison): Promise<void> => {
    const request = { query, variables }
    const expected = await askWorld(world, schema, request)
    for (const planner of planners) {
      for (const generateAfter of [Infinity, 0]) {
        const answer = await ownAnswer({ supergraph: supergraph.document, schema, planner, call: subgraphsOf(world, sdl) }, request, generateAfter)
        judge(answer, expected, `${planner.name}: ${request.query}\n${JSON.stringify(variables)}`)
      }
    }
  }

  test(`subgraphs of ${name} answer together what one schema would`, async () => {
    const property = fc.asyncProperty(numbers, fc.nat(), async (choices, seed) => {
      const world: World = { seed, members: own, requirements, fails: () => false }
      const judge: Judge = (answer, expected, told) => {
        assert.deepEqual([expected.errors, answer.errors.map((error) => error.toJSON())], [undefined, []], told)
        assert.equal(JSON.stringify(answer.data), JSON.stringify(expected.data), told)
      }
      await compare({ ...randomOperation(schema, choices), world, judge })
    })
    await fc.assert(property, settings)
  })

  test(`where fields of ${name} fail, nulls are where one schema would have them, and so are errors`, async () => {
    const property = fc.asyncProperty(numbers, fc.nat(), async (choices, seed) => {
      const fails: World['fails'] = (coordinate, id) =>
        !NEEDED.test(coordinate) && (coordinate.length * 7 + Number(id === 'root' ? 5 : id) * 3 + seed) % 9 === 0
      const judge: Judge = (answer, expected, told) => {
        assertAsExpected(answer, expected, told)
      }
      const { query, variables } = randomOperation(schema, choices)
      // The native planner asks for some things whatever the variables say: those may fail as well.
      await compare({ query: query.replaceAll(CONDITIONS, ''), variables, world: { seed, members: own, requirements, fails }, judge })
    })
    await fc.assert(property, settings)
  })
}
