import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { Kind, parse, validate, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionNode } from 'graphql'

import { randomData, reference, spoil } from '../../testing/randomData.ts'
import { drawFrom, FLAGS, randomSchema, randomSelections, type Draw } from '../../testing/randomSelections.ts'
import { compileProjection, type Projected } from './compileProjection.ts'
import { pathOf } from './faults.ts'

const flags = fc.array(fc.boolean(), { minLength: FLAGS.length, maxLength: FLAGS.length })
const RUNS = 150

const operationOf = (document: DocumentNode): OperationDefinitionNode => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  assert.ok(operation)
  return operation
}

const variablesOf = (values: readonly boolean[]): Record<string, boolean> => Object.fromEntries(FLAGS.map((name, i) => [name, values[i] === true]))

const asReported = ({ data, run }: Projected) => ({
  text: JSON.stringify(data),
  errors: run.faults.map((fault) => ({ path: [...pathOf(fault)], kind: fault.kind === 'missing' ? `missing ${fault.coordinate}` : fault.kind })),
})

/** Each spread written out with nodes of its own, so that a node stands in one place only. */
function writtenOut(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  )
  const unfold = <Node extends DocumentNode | SelectionNode>(node: Node): Node =>
    visit(node, {
      FragmentSpread: ({ name, directives }) => {
        const fragment = fragments.get(name.value)
        assert.ok(fragment)
        const { typeCondition, selectionSet } = structuredClone(fragment)
        return unfold({ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, ...(directives === undefined ? {} : { directives }) })
      },
      FragmentDefinition: () => null,
    })
  return unfold(document)
}

/** Some selections of a document, and all fields that are these or under them. */
function deniedOf(document: DocumentNode, draw: Draw): { denied: Set<SelectionNode>; fields: Set<FieldNode> } {
  const denied = new Set<SelectionNode>()
  const fields = new Set<FieldNode>()
  const enter = (node: SelectionNode, ...[, , , ancestors]: readonly [unknown, unknown, unknown, readonly unknown[]]): void => {
    if (node.kind === Kind.FIELD && node.name.value === '__typename') return
    if (draw(6) === 0) denied.add(node)
    if (node.kind === Kind.FIELD && (denied.has(node) || ancestors.some((ancestor) => denied.has(ancestor as SelectionNode)))) fields.add(node)
  }
  visit(document, { Field: { enter }, InlineFragment: { enter } })
  return { denied, fields }
}

test('answers what graphql-js would, keys in its order, nulls and faults where it has them, in both forms', () => {
  let faults = 0
  fc.assert(
    fc.property(fc.integer(), flags, (seed, values) => {
      const draw = drawFrom(seed)
      const schema = randomSchema(draw)
      const document = parse(randomSelections(schema, draw), { noLocation: true })
      assert.deepEqual(validate(schema, document), [])
      const data = randomData(schema, document, draw)
      spoil(data, draw)
      const variables = variablesOf(values)
      const expected = reference(schema, document, { data, variables })
      const wanted = { text: JSON.stringify(expected.data), errors: expected.errors }
      const parts = { schema, document, operation: operationOf(document) }
      assert.deepEqual(asReported(compileProjection({ ...parts, generateAfter: Infinity })(data, variables)), wanted)
      assert.deepEqual(asReported(compileProjection({ ...parts, generateAfter: 0 })(data, variables)), wanted)
      faults += expected.errors.length
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  )
  assert.ok(faults > RUNS / 20, `${faults} faults`)
})

test('what was denied is null wherever nobody else asked for it, and told once for each of these places', () => {
  let denials = 0
  fc.assert(
    fc.property(fc.integer(), flags, (seed, values) => {
      const draw = drawFrom(seed)
      const schema = randomSchema(draw)
      const document = writtenOut(parse(randomSelections(schema, draw), { noLocation: true }))
      const data = randomData(schema, document, draw)
      const { denied, fields } = deniedOf(document, draw)
      const variables = variablesOf(values)
      const expected = reference(schema, document, { data, variables, denied: fields })
      const wanted = { text: JSON.stringify(expected.data), errors: expected.errors }
      for (const generateAfter of [Infinity, 0]) {
        const projected = compileProjection({ schema, document, operation: operationOf(document), denied, generateAfter })(data, variables)
        assert.deepEqual(asReported(projected), wanted)
        assert.equal(projected.run.denied, expected.errors.filter(({ kind }) => kind === 'denied').length)
      }
      denials += expected.errors.length
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  )
  assert.ok(denials > RUNS / 4, `${denials} denials`)
})
