import { isTypeDefinitionNode, isTypeExtensionNode, Kind, visit, type ASTNode, type DirectiveNode, type DocumentNode } from 'graphql'

import { broughtInBy } from './broughtIn.ts'
import { directiveName, linksOf, type Link } from './links.ts'

/** Whether subgraphs know these says nothing about the router. */
const ROUTERS_OWN: readonly string[] = ['defer', 'stream']

/**
 * What clients may see of a supergraph: its document without what links brought in and without what is `@inaccessible` (https://specs.apollo.dev/inaccessible/v0.2). A hidden type is
 * left out where it is a member, an interface or a root; a field or an argument of such a type is left to name a type that is not there.
 */
export function publicDocument(supergraph: DocumentNode): DocumentNode {
  const links = linksOf(supergraph)
  const { isDirective, isType } = broughtInBy(links)
  const isHidden = hidingOf(links)
  const hidden = new Set(
    supergraph.definitions.flatMap((node) => ('name' in node && node.name !== undefined && isHidden(node) ? node.name.value : [])),
  )
  const isLeftOut = (node: ASTNode, key: unknown): boolean => {
    switch (node.kind) {
      case Kind.DIRECTIVE:
        return isDirective(node.name.value)
      case Kind.DIRECTIVE_DEFINITION:
        return isDirective(node.name.value) || ROUTERS_OWN.includes(node.name.value)
      case Kind.FIELD_DEFINITION:
      case Kind.INPUT_VALUE_DEFINITION:
      case Kind.ENUM_VALUE_DEFINITION:
        return isHidden(node)
      case Kind.OPERATION_TYPE_DEFINITION:
        return hidden.has(node.type.name.value)
      case Kind.NAMED_TYPE:
        return typeof key === 'number' && hidden.has(node.name.value)
      default:
        return (isTypeDefinitionNode(node) || isTypeExtensionNode(node)) && (isType(node.name.value) || hidden.has(node.name.value))
    }
  }
  return visit(supergraph, { enter: (node, key) => (isLeftOut(node, key) ? null : undefined) })
}

/** Tells what is `@inaccessible`, under whatever name; nothing where that is not linked. */
function hidingOf(links: readonly Link[]): (node: ASTNode) => boolean {
  const link = links.find(({ identity }) => identity === 'https://specs.apollo.dev/inaccessible')
  if (link === undefined) return () => false
  const own = directiveName(link, 'inaccessible')
  return (node) => 'directives' in node && ((node.directives ?? []) as readonly DirectiveNode[]).some(({ name }) => name.value === own)
}
