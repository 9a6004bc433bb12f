import { Kind, type ConstDirectiveNode, type DefinitionNode, type DocumentNode, type FieldDefinitionNode, type SelectionSetNode } from 'graphql'

import { namedType } from '../supergraph/namedType.ts'
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
  /** Whether it is an interface that some subgraph knows as an object, whose `__typename` there is the interface's. */
  readonly isInterfaceObject: boolean
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
      {
        fields: new Map((definition.fields ?? []).map((field) => [field.name.value, plannedField(field)])),
        keys: [...keys].map(parseFieldSet),
        isInterfaceObject: (definition.directives ?? []).some(isInterfaceObject),
      },
    ],
  ]
}

function isInterfaceObject({ name, arguments: values = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'join__type' &&
    values.some(({ name: { value: argument }, value }) => argument === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value)
  )
}

function plannedField({ type, directives }: FieldDefinitionNode): PlannedField {
  return {
    type: namedType(type),
    labels: [...new Set(textArguments(directives, 'join__field', 'overrideLabel'))],
    requires: [...new Set(textArguments(directives, 'join__field', 'requires'))].map(parseFieldSet),
  }
}
