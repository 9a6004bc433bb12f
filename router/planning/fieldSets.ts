import { Kind, parse, visit, type ConstDirectiveNode, type DirectiveNode, type SelectionSetNode } from 'graphql'

/** The selections of a field set as `@join__type(key:)` and `@join__field(requires:)` hold it, such as `id owner { id }`. */
export function parseFieldSet(fieldSet: string): SelectionSetNode {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`No field set: ${fieldSet}`)
  return definition.selectionSet
}

/** Every field that a field set names, at whatever depth. */
export function fieldsIn(fieldSet: string): Set<string> {
  const names = new Set<string>()
  visit(parseFieldSet(fieldSet), { Field: ({ name }) => void names.add(name.value) })
  return names
}

/** The text of an argument of each directive of this name that has it. */
export function textArguments(directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined, name: string, argument: string): string[] {
  return (directives ?? []).flatMap((directive) => {
    if (directive.name.value !== name) return []
    const value = directive.arguments?.find((candidate) => candidate.name.value === argument)?.value
    return value?.kind === Kind.STRING ? [value.value] : []
  })
}
