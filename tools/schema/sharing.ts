import { isTypeDefinitionNode, isTypeExtensionNode, Kind, type ConstDirectiveNode, type FieldDefinitionNode, type TypeNode } from 'graphql'

import { hasDirective, objectTypes, type SubgraphDocument } from './definitions.ts'

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined }

/** What a @cacheControl says of sharing; undefined when it is absent or says nothing of it. */
function hintOf({ directives }: Directed): string | undefined {
  const scope = directives?.find(({ name }) => name.value === 'cacheControl')?.arguments?.find(({ name }) => name.value === 'scope')?.value
  return scope?.kind === Kind.ENUM ? scope.value : undefined
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))

/** The hints of all types that have fields, and which types those are. */
function typeHints(subgraphs: readonly SubgraphDocument[]): ReadonlyMap<string, string | undefined> {
  const hints = new Map<string, string | undefined>()
  for (const definition of subgraphs.flatMap(({ typeDefs }) => typeDefs.definitions)) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue
    if (!/^(Object|Interface|Union)/.test(definition.kind)) continue
    hints.set(definition.name.value, hints.get(definition.name.value) ?? hintOf(definition))
  }
  return hints
}

/**
 * Fields that ask for a token and yet may be shared between viewers. Where every viewer is somebody, answers are somebody's: such a field
 * is PRIVATE, or asks for a scope, by which sharing is keyed. A field's scope is its own hint, else its return type's, else, for scalars
 * and enums, its parent type's, else PRIVATE.
 */
export function sharingFaults(subgraphs: readonly SubgraphDocument[]): string[] {
  const hints = typeHints(subgraphs)
  const isShared = (parent: string, field: FieldDefinitionNode): boolean => {
    const answer = namedType(field.type)
    return (hintOf(field) ?? (hints.has(answer) ? hints.get(answer) : hints.get(parent))) === 'PUBLIC'
  }
  return subgraphs.flatMap(objectTypes).flatMap(({ subgraph, name, directives, fields }) => {
    const asked = fields.filter((field) => hasDirective({ directives }, 'authenticated') || hasDirective(field, 'authenticated'))
    const shared = asked.filter((field) => isShared(name, field))
    return shared.map(
      (field) =>
        `${name}.${field.name.value} (${subgraph}) asks who the viewer is, and its answer would be shared: mark it @cacheControl(scope: PRIVATE)`,
    )
  })
}
