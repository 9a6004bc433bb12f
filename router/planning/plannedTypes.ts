import { Kind, type DefinitionNode, type DocumentNode, type FieldDefinitionNode, type SelectionSetNode, type TypeNode } from 'graphql'

import { parseFieldSet, textArguments } from './fieldSets.ts'

/** A field of a type as planners see it. */
export interface PlannedField {
  /** The type that it leads to, without lists. */
  readonly type: string
  readonly labels: readonly string[]
  /** What must be known of the object before the field can be asked for. */
  readonly requires: readonly SelectionSetNode[]
}

/** A type with fields, as planners see it. */
export interface PlannedType {
  readonly fields: ReadonlyMap<string, PlannedField>
  /** What an object is found by in other subgraphs. */
  readonly keys: readonly SelectionSetNode[]
}

/** What decides who can be asked for which field: labels, keys and requirements of a supergraph's types. */
export function readPlannedTypes(supergraph: DocumentNode): ReadonlyMap<string, PlannedType> {
  return new Map(supergraph.definitions.flatMap(plannedType))
}

function plannedType(definition: DefinitionNode): [string, PlannedType][] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return []
  const keys = new Set(textArguments(definition.directives, 'join__type', 'key'))
  return [
    [
      definition.name.value,
      { fields: new Map((definition.fields ?? []).map((field) => [field.name.value, plannedField(field)])), keys: [...keys].map(parseFieldSet) },
    ],
  ]
}

function plannedField({ type, directives }: FieldDefinitionNode): PlannedField {
  return {
    type: namedType(type),
    labels: [...new Set(textArguments(directives, 'join__field', 'overrideLabel'))],
    requires: [...new Set(textArguments(directives, 'join__field', 'requires'))].map(parseFieldSet),
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
