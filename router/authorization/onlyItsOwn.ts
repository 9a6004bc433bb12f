import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/** A document of one operation, the fragments that it still spreads, in their order, and the variables that it still uses. */
export function onlyItsOwn(definition: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): DocumentNode {
  const used = new Set<string>()
  const reached = new Set<string>()
  const look = (node: SelectionSetNode | OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)
        if (fragment === undefined || reached.has(name.value)) return
        reached.add(name.value)
        look(fragment)
      },
    })
  }
  look(definition)
  const given = definition.variableDefinitions ?? []
  const kept = given.filter(({ variable }) => used.has(variable.name.value))
  const operation = kept.length === given.length ? definition : { ...definition, variableDefinitions: kept }
  return { kind: Kind.DOCUMENT, definitions: [operation, ...[...fragments.values()].filter(({ name }) => reached.has(name.value))] }
}
