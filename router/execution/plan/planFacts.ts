import { Kind, type DocumentNode } from 'graphql'

import { rootTypesOf } from '../../supergraph/rootTypes.ts'

/** What executing a plan needs to know of the graph beside the plan itself. */
export interface PlanFacts {
  /**
   * The names that objects of a type, which may be abstract, may say they are of: object types, and the name of the type itself, which an
   * object has where a subgraph knows an interface as an object.
   */
  readonly typesOf: (type: string) => ReadonlySet<string>
  /** Interfaces that some subgraph knows as an object only. */
  readonly interfaceObjects: ReadonlySet<string>
  /** Fields of the mutation type that must not be null: when one is, nothing of the answer is left, and what follows is not run. */
  readonly vitalMutations: ReadonlySet<string>
}

/** Reads the facts of a supergraph. */
export function planFacts(supergraph: DocumentNode): PlanFacts {
  const members = new Map<string, Set<string>>()
  const interfaceObjects = new Set<string>()
  const addTo = (abstract: string, member: string): void => void members.set(abstract, (members.get(abstract) ?? new Set()).add(member))
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const type of node.types ?? []) addTo(node.name.value, type.name.value)
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) for (const type of node.interfaces ?? []) addTo(type.name.value, node.name.value)
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION && node.directives?.some(isInterfaceObject) === true) interfaceObjects.add(node.name.value)
  }
  const known = new Map<string, ReadonlySet<string>>()
  const typesOf = (type: string): ReadonlySet<string> => {
    const types = known.get(type) ?? new Set([...(members.get(type) ?? []), type])
    known.set(type, types)
    return types
  }
  return { typesOf, interfaceObjects, vitalMutations: vitalMutations(supergraph) }
}

function isInterfaceObject({
  name,
  arguments: given = [],
}: {
  name: { value: string }
  arguments?: readonly { name: { value: string }; value: unknown }[]
}): boolean {
  const argument = given.find((one) => one.name.value === 'isInterfaceObject')?.value
  return name.value === 'join__type' && typeof argument === 'object' && argument !== null && 'value' in argument && argument.value === true
}

function vitalMutations(supergraph: DocumentNode): Set<string> {
  const name = rootTypesOf(supergraph).mutation
  const mutation = supergraph.definitions.find((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name)
  const fields = mutation?.kind === Kind.OBJECT_TYPE_DEFINITION ? (mutation.fields ?? []) : []
  return new Set(fields.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE).map((field) => field.name.value))
}
