import { valueFromASTUntyped, type ConstDirectiveNode, type GraphQLField, type GraphQLNamedType } from 'graphql'

/** What directives of the SDL ask of a viewer. */
export interface Requirement {
  readonly authenticated: boolean
  /** Each list of lists by itself must be satisfied: one of its inner lists, whole. */
  readonly scopes: readonly (readonly (readonly string[])[])[]
}

/** What stands on a type or a field, extensions included. */
export function requirementOf(node: GraphQLNamedType | GraphQLField<unknown, unknown>): Requirement {
  const extensions = 'extensionASTNodes' in node ? node.extensionASTNodes : []
  const directives = [node.astNode, ...extensions].flatMap((ast) => ast?.directives ?? [])
  return {
    authenticated: directives.some(({ name }) => localName(name.value) === 'authenticated'),
    scopes: directives.filter(({ name }) => localName(name.value) === 'requiresScopes').map(scopesOf),
  }
}

/** Both. */
export function both(one: Requirement, other: Requirement): Requirement {
  return { authenticated: one.authenticated || other.authenticated, scopes: [...one.scopes, ...other.scopes] }
}

/** Whether somebody signed in with exactly these scopes, or nobody in particular, satisfies it. */
export function satisfies({ authenticated, scopes }: Requirement, granted: readonly string[] | undefined): boolean {
  if (granted === undefined) return !authenticated && scopes.length === 0
  return scopes.every((alternatives) => alternatives.some((all) => all.every((scope) => granted.includes(scope))))
}

const localName = (name: string): string => name.replace(/^federation__/, '')

function scopesOf({ arguments: given = [] }: ConstDirectiveNode): readonly (readonly string[])[] {
  const argument = given.find(({ name }) => name.value === 'scopes')
  return argument === undefined ? [] : (valueFromASTUntyped(argument.value) as string[][])
}
