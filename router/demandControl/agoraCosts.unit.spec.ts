import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { Kind, parse, type OperationDefinitionNode } from 'graphql'

import { readConfigFile } from '../config/readConfigFile.ts'
import { readSupergraph } from '../supergraph/readSupergraph.ts'
import { readCostModel } from './costModel.ts'
import { estimateCost } from './estimateCost.ts'

const SCHEMA = join(import.meta.dirname, '../../schema')
const read = readSupergraph(join(SCHEMA, 'supergraph.graphql'))
if (!read.ok) throw new Error(read.error)
const model = readCostModel(read.value)

/** Every variable a page of a hundred: what is no number stands for nothing in an estimate. */
const hundreds = ({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, number> =>
  Object.fromEntries(variableDefinitions.map(({ variable }) => [variable.name.value, 100]))

test('whatever pages clients ask for, no operation of theirs costs a fourth of what is answered', () => {
  const variable = (name: string): string | undefined => (name.endsWith('_URL') ? 'http://127.0.0.1' : name === 'EDGE_KEYS_DIR' ? 'keys' : undefined)
  const config = readConfigFile(join(import.meta.dirname, '../agora.yaml'), variable)
  if (!config.ok) throw new Error(config.error)
  const { max, listSize } = config.value.config.demandControl
  const costs = readdirSync(join(SCHEMA, 'operations')).flatMap((file) => {
    const document = parse(readFileSync(join(SCHEMA, 'operations', file), 'utf8'))
    return document.definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return []
      const { cost, fault } = estimateCost(model, { document, definition, listSize })(hundreds(definition))
      assert.equal(fault, null)
      return [[cost, definition.name?.value] as const]
    })
  })
  const [dearest] = costs.toSorted(([one], [other]) => other - one)
  assert.deepEqual([max, dearest], [20_000, [4601, 'ForMe']])
})

test('every field that takes a page’s length says so by @listSize', () => {
  const silent = [...model.types].flatMap(([type, { fields }]) =>
    [...fields].filter(([, { inputs, listSize }]) => inputs.has('first') && listSize === null).map(([field]) => `${type}.${field}`),
  )
  assert.deepEqual(silent, [])
})
