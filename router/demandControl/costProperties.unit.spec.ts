import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { execute, Kind, parse, printSchema, type GraphQLFieldResolver } from 'graphql'

import { randomData } from '../testing/randomData.ts'
import { drawFrom, FLAGS, randomSchema, randomSelections } from '../testing/randomSelections.ts'
import { actualCost } from './actualCost.ts'
import { readCostModel } from './costModel.ts'
import { estimateCost } from './estimateCost.ts'

/** Random data has at most three items a list, and at most three lists in one. */
const MOST_ITEMS = 9

interface Costs {
  readonly expected: number
  readonly actual: number
  readonly counted: number
}

function costsOf(seed: number): Costs {
  const draw = drawFrom(seed)
  const schema = randomSchema(draw)
  const document = parse(randomSelections(schema, draw))
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (definition === undefined) throw new Error('no operation')
  const rootValue = randomData(schema, document, draw)
  const variableValues = Object.fromEntries(FLAGS.map((name) => [name, draw(2) === 0]))
  const fieldResolver: GraphQLFieldResolver<Record<string | number, unknown>, unknown> = (...[source, , , { path }]) =>
    Object.hasOwn(source, path.key) ? source[path.key] : undefined
  const answer = execute({ schema, document, rootValue, variableValues, fieldResolver })
  if (answer instanceof Promise) throw new Error('it does not wait for anything')
  const data = answer.data ?? {}
  const model = readCostModel({ sdl: '', document: parse(printSchema(schema)), links: [], members: [] })
  return {
    expected: estimateCost(model, { document, definition, listSize: MOST_ITEMS })(variableValues).cost,
    actual: actualCost(model, document, definition)(data, variableValues),
    counted: objectsIn(data) - 1,
  }
}

/** Without `@cost` an answer costs as many points as it holds objects. The scalar of many forms counts as none. */
function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, item) => total + objectsIn(item), 0)
  if (typeof value !== 'object' || value === null || 'deep' in value) return 0
  return Object.values(value).reduce((total: number, item) => total + objectsIn(item), 1)
}

test('an answer costs as many points as it holds objects, and never more than was expected of lists that long', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { expected, actual, counted } = costsOf(seed)
      assert.equal(actual, counted)
      assert.equal(actual <= expected, true, `${actual} of ${expected}`)
    }),
    { numRuns: 400 },
  )
})
