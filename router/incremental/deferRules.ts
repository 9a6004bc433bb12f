import {
  GraphQLError,
  isInterfaceType,
  isObjectType,
  Kind,
  type ASTVisitor,
  type DirectiveNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'

import { DEFER, deferOf } from './deferDirective.ts'

/**
 * What a valid `@defer` is, beside what its definition says. Source: the proposal for incremental delivery, "Defer And Stream Directive Labels Are Unique",
 * "… Are Used On Valid Root Field", "… Are Used On Valid Operations"; graphql-js 16 has none of these rules.
 */
export const deferRules = [labelsAreUnique, rootsOfChangesComeAtOnce, subscriptionsComeAtOnce] as const

/** Labels are written out, for nobody else could tell parts apart, and each stands once in a document. */
function labelsAreUnique(context: ValidationContext): ASTVisitor {
  const known = new Map<string, DirectiveNode>()
  return {
    Directive(node) {
      const value = node.name.value === DEFER.name ? argumentOf(node, 'label') : undefined
      if (value === undefined || value.kind === Kind.NULL) return
      if (value.kind !== Kind.STRING) {
        if (value.kind === Kind.VARIABLE) context.reportError(new GraphQLError('The label of @defer must be written out.', { nodes: node }))
        return
      }
      const before = known.get(value.value)
      if (before === undefined) known.set(value.value, node)
      else context.reportError(new GraphQLError(`The label "${value.value}" of @defer stands twice.`, { nodes: [before, node] }))
    },
  }
}

/** A mutation's own fields are what it is about: nothing could be answered before them. Subscriptions have but one. */
function rootsOfChangesComeAtOnce(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema()
  const roots = new Map([
    [schema.getMutationType(), 'mutation'],
    [schema.getSubscriptionType(), 'subscription'],
  ])
  return {
    Directive(node) {
      const parent = node.name.value === DEFER.name ? context.getParentType() : undefined
      const kind = isObjectType(parent) || isInterfaceType(parent) ? roots.get(parent as never) : undefined
      if (kind !== undefined)
        context.reportError(new GraphQLError(`Fields of a ${kind} cannot be deferred; what is below them can.`, { nodes: node }))
    },
  }
}

/** Events come whole, unless a variable or a literal may say that nothing is deferred. */
function subscriptionsComeAtOnce(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== 'subscription') return
      const reached: readonly (OperationDefinitionNode | FragmentDefinitionNode)[] = [
        operation,
        ...context.getRecursivelyReferencedFragments(operation),
      ]
      for (const node of reached.flatMap(({ selectionSet }) => defersIn(selectionSet)))
        if (mustDefer(node)) context.reportError(new GraphQLError('Nothing can be deferred in a subscription.', { nodes: [node, operation] }))
    },
  }
}

function defersIn({ selections }: SelectionSetNode): DirectiveNode[] {
  return selections.flatMap((node) => {
    const own = node.kind === Kind.FIELD ? undefined : deferOf(node)
    const below = node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined ? [] : defersIn(node.selectionSet)
    return own === undefined ? below : [own, ...below]
  })
}

function mustDefer(defer: DirectiveNode): boolean {
  const value = argumentOf(defer, 'if')
  return value === undefined || (value.kind === Kind.BOOLEAN && value.value)
}

function argumentOf({ arguments: values = [] }: DirectiveNode, name: string) {
  return values.find((argument) => argument.name.value === name)?.value
}
