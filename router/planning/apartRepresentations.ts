import { Kind, parse, print, visit, type ArgumentNode, type DefinitionNode, type OperationDefinitionNode, type VariableDefinitionNode } from 'graphql'

import type { EntityFields, FetchStep } from './plan.ts'

const PLANNERS = 'representations'
const OURS = '_as_representations'

/**
 * Gives the representations of a request another variable where the client's operation has one of that name, too. Of both planners, one
 * declares the variable twice, the other once for both.
 */
export function apartRepresentations(step: FetchStep, operation: OperationDefinitionNode): FetchStep {
  const clients = operation.variableDefinitions?.find(({ variable }) => variable.name.value === PLANNERS)
  if (clients === undefined || step.brings.kind === 'root' || !step.variables.includes(PLANNERS)) return step
  const document = parse(step.query, { noLocation: true })
  const definitions = document.definitions.map((definition) => renamed(definition, clients))
  return { ...step, query: print({ ...document, definitions }), brings: withVariable(step.brings) }
}

function renamed(definition: DefinitionNode, clients: VariableDefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return definition
  const declared = definition.variableDefinitions ?? []
  const own = declared.filter(({ variable }) => variable.name.value === PLANNERS).slice(0, 1)
  const others = declared.filter(({ variable }) => variable.name.value !== PLANNERS)
  return {
    ...definition,
    variableDefinitions: [...own.map(named), clients, ...others],
    selectionSet: {
      ...definition.selectionSet,
      selections: definition.selectionSet.selections.map((field) =>
        field.kind === Kind.FIELD ? { ...field, ...(field.arguments && { arguments: field.arguments.map(named) }) } : field,
      ),
    },
  }
}

function named<Node extends VariableDefinitionNode | ArgumentNode>(node: Node): Node {
  return visit(node, {
    Variable: (variable) => (variable.name.value === PLANNERS ? { ...variable, name: { kind: Kind.NAME, value: OURS } } : undefined),
  })
}

function withVariable(brings: EntityFields): EntityFields {
  return { ...brings, lists: brings.lists.map((list) => (list.variable === PLANNERS ? { ...list, variable: OURS } : list)) }
}
