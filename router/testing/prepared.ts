import { buildSchema, getVariableValues, Kind, parse, validate, visit, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql'

import { splitIntrospection } from '../execution/introspection/splitIntrospection.ts'
import { createPreparedOperation } from '../execution/preparedOperation.ts'
import type { PlanStep } from '../planning/plan.ts'
import { context, facts, fakeSubgraphs, planOf, type Answers } from './handPlans.ts'

/** An operation with a plan by hand. */
export interface HandPrepared {
  /** What clients may see. */
  readonly sdl: string
  readonly query: string
  readonly step: PlanStep | null
  readonly answers: Answers
  readonly variables?: Readonly<Record<string, unknown>>
  /** The whole graph, where it is more than what clients may see. */
  readonly supergraph?: string
  /** Whether a selection is one that was denied. */
  readonly isDenied?: (node: SelectionNode) => boolean
}

/** What a client is answered: keys in order, errors as a client would see them if none were masked. */
export interface HandAnswer {
  readonly text: string
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] | undefined; readonly extensions?: unknown }[]
  readonly denied: readonly unknown[]
  readonly calls: readonly { readonly subgraph: string; readonly variables: unknown }[]
}

/** Runs an operation with closures and with generated source; the answers must not differ. */
export async function answer({ sdl, query, step, answers, variables = {}, supergraph = sdl, isDenied }: HandPrepared): Promise<HandAnswer> {
  const schema = buildSchema(sdl)
  const document = parse(query, { noLocation: true })
  const faults = validate(schema, document)
  if (faults[0] !== undefined) throw faults[0]
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new TypeError('No operation')
  const { introspection, rest } = splitIntrospection(document, operation)
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (coerced.errors !== undefined) throw coerced.errors[0]
  const given: HandAnswer[] = []
  for (const generateAfter of [Infinity, 0]) {
    const { call, calls } = fakeSubgraphs(answers)
    const prepared = createPreparedOperation({
      document,
      operation,
      denied: selectionsOf(document, isDenied ?? (() => false)),
      plan:
        rest === null
          ? null
          : { ...planOf(step), document: visit(rest, { Field: (node) => ({ ...node, alias: { kind: Kind.NAME, value: keyInData(node) } }) }) },
      introspection,
      schema,
      facts: facts(supergraph),
      keyInData,
      call,
      generateAfter,
    })
    const { data, errors, denied } = await prepared.run(coerced.coerced, context)
    const shown = errors.map(({ message, path, extensions: { ...extensions } }) => ({ message, path, extensions: { ...extensions } }))
    given.push({ text: JSON.stringify(data), errors: shown, denied: denied.paths, calls })
  }
  const [closures, source] = given
  if (closures === undefined || JSON.stringify(closures) !== JSON.stringify(source))
    throw new Error(`The forms differ:\n${JSON.stringify(given, null, 1)}`)
  return closures
}

const keyInData = ({ name, alias }: FieldNode): string => (alias?.value === 'id' && name.value !== 'id' ? '_as_id' : (alias ?? name).value)

function selectionsOf(document: DocumentNode, wanted: (node: SelectionNode) => boolean): Set<SelectionNode> {
  const found = new Set<SelectionNode>()
  const read = (nodes: readonly SelectionNode[]): void => {
    for (const node of nodes) {
      if (wanted(node)) found.add(node)
      if (node.kind !== Kind.FRAGMENT_SPREAD) read(node.selectionSet?.selections ?? [])
    }
  }
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) read(node.selectionSet.selections)
  return found
}
