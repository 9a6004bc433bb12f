import { Kind, print, visit, type ASTNode, type DirectiveDefinitionNode, type DocumentNode, type TypeDefinitionNode } from 'graphql'

import { PROTECTIVE } from '../authorization/refuseProtected.ts'
import { broughtInBy } from './broughtIn.ts'
import { linkOf, linksOf, type Link } from './links.ts'

/**
 * The supergraph as `@apollo/gateway` may see it. The gateway refuses to load a schema that links one of the authorization specifications, so
 * those links go, and with them the definitions and uses of all that they brought in: left behind, their scalars would show up in the
 * public schema. To be called only after `refuseProtected` has agreed. Any other feature that the gateway does not know stays, for it to refuse.
 */
export function supergraphForPlanning(document: DocumentNode): string {
  const removed = linksOf(document).filter(isProtective)
  const { isDirective, isType } = broughtInBy(removed)
  const withoutUses = visit(document, {
    Directive: (node) => {
      const link = linkOf(node)
      const goes = link === undefined ? isDirective(node.name.value) : isProtective(link)
      return goes ? null : undefined
    },
  })
  const definitions = withoutUses.definitions.filter((node) => {
    if (isDirectiveDefinition(node)) return !isDirective(node.name.value)
    if (isTypeDefinition(node)) return !isType(node.name.value)
    return node.kind !== Kind.SCHEMA_EXTENSION || (node.directives ?? []).length + (node.operationTypes ?? []).length > 0
  })
  return print({ ...withoutUses, definitions })
}

function isProtective({ name }: Link): boolean {
  return (PROTECTIVE as readonly string[]).includes(name)
}

function isDirectiveDefinition(node: ASTNode): node is DirectiveDefinitionNode {
  return node.kind === Kind.DIRECTIVE_DEFINITION
}

function isTypeDefinition(node: ASTNode): node is TypeDefinitionNode {
  return node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
}
