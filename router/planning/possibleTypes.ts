import { Kind, type DocumentNode } from 'graphql'

/** The members of interfaces and unions of a supergraph. */
export interface PossibleTypes {
  /** The object types that an interface or union stands for; undefined for any other type. */
  membersOf(name: string): readonly string[] | undefined
  /** The interfaces that an object type or interface implements. */
  interfacesOf(name: string): Iterable<string>
  /** Whether a type is the other, one of its members, or an interface that implements it. */
  isA(name: string, other: string): boolean
}

/** Reads who implements what. A type lists every interface that it implements, those of its interfaces included. */
export function readPossibleTypes(supergraph: DocumentNode): PossibleTypes {
  const members = new Map<string, string[]>()
  const kinds = new Map<string, Set<string>>()
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      members.set(
        definition.name.value,
        (definition.types ?? []).map(({ name }) => name.value),
      )
    } else if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      const name = definition.name.value
      const interfaces = (definition.interfaces ?? []).map((implemented) => implemented.name.value)
      kinds.set(name, new Set(interfaces))
      if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) members.set(name, members.get(name) ?? [])
      else for (const kind of interfaces) members.set(kind, [...(members.get(kind) ?? []), name])
    }
  }
  return {
    membersOf: (name) => members.get(name),
    interfacesOf: (name) => kinds.get(name) ?? [],
    isA: (name, other) => name === other || kinds.get(name)?.has(other) === true || members.get(other)?.includes(name) === true,
  }
}

/** The names by which an object can be one of these types: their own, and those of the members of interfaces and unions. */
export function namesOfTypes(types: PossibleTypes, conditions: readonly string[]): string[] {
  return [...new Set(conditions.flatMap((name) => [name, ...(types.membersOf(name) ?? [])]))]
}
