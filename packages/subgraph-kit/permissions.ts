import { allow, and, deny, or, rule } from 'graphql-shield'

import { hasScope, permissionsOf, type Viewer } from '@agora/security/viewer.ts'

import type { SubgraphContext } from './context.ts'

type ShieldRule = Parameters<typeof and>[number]

/** What a viewer must be to read a field: a rule of graphql-shield, and the same said in a way that can be asked without waiting. */
export interface Permission {
  readonly shield: ShieldRule
  /** Whether the answer depends on the viewer alone, not on the parent or the arguments. */
  readonly contextual: boolean
  /** Asks. For rules that are not contextual the parent and the arguments are needed. */
  readonly holds: (viewer: Viewer, parent?: unknown, args?: unknown) => boolean
  /** The most that the rule can grant a viewer, taking it that they own what they ask for. */
  readonly mayHold: (viewer: Viewer) => boolean
  /** The scopes that the rule mentions. */
  readonly scopes: readonly string[]
}

/** Rules by type and field; `'*'` stands for the fields that are not named. What is not listed is denied. */
export type PermissionTree = Readonly<Record<string, Permission | Readonly<Record<string, Permission>>>>

function byViewer(name: string, holds: (viewer: Viewer) => boolean, scopes: readonly string[] = []): Permission {
  // The name is the key of shield's cache: one name must never stand for two rules.
  const shield = rule(name, { cache: 'contextual' })((_parent, _args, { viewer }: SubgraphContext) => holds(viewer))
  return { shield, contextual: true, holds, mayHold: holds, scopes }
}

/** Everybody, the anonymous too. */
export const anyone: Permission = { shield: allow, contextual: true, holds: () => true, mayHold: () => true, scopes: [] }

/** Nobody at all. */
export const nobody: Permission = { shield: deny, contextual: true, holds: () => false, mayHold: () => false, scopes: [] }

/** Whoever has a token, guests too: `@authenticated` in the SDL. */
export const signedIn: Permission = byViewer('signedIn', (viewer) => permissionsOf(viewer) !== undefined)

const scopeRules = new Map<string, Permission>()

/** Whoever was granted the scope: `@requiresScopes(scopes: [["name"]])` in the SDL. */
export function scope(name: string): Permission {
  const known = scopeRules.get(name)
  if (known !== undefined) return known
  const made = byViewer(`scope ${name}`, (viewer) => hasScope(viewer, name), [name])
  scopeRules.set(name, made)
  return made
}

/** Whoever satisfies one of the rules. */
export function anyOf(...permissions: readonly Permission[]): Permission {
  return {
    shield: or(...permissions.map(({ shield }) => shield)),
    contextual: permissions.every(({ contextual }) => contextual),
    holds: (viewer, parent, args) => permissions.some(({ holds }) => holds(viewer, parent, args)),
    mayHold: (viewer) => permissions.some(({ mayHold }) => mayHold(viewer)),
    scopes: permissions.flatMap(({ scopes }) => scopes),
  }
}

/** Whoever satisfies all the rules. */
export function allOf(...permissions: readonly Permission[]): Permission {
  return {
    shield: and(...permissions.map(({ shield }) => shield)),
    contextual: permissions.every(({ contextual }) => contextual),
    holds: (viewer, parent, args) => permissions.every(({ holds }) => holds(viewer, parent, args)),
    mayHold: (viewer) => permissions.every(({ mayHold }) => mayHold(viewer)),
    scopes: permissions.flatMap(({ scopes }) => scopes),
  }
}

let owners = 0

/**
 * Whoever owns the parent, as `owns` tells it; never the anonymous. `@authenticated` in the SDL.
 * @example owner<UserRow>((user, viewer) => user.id === viewer.sub)
 */
export function owner<Parent, Args = unknown>(
  owns: (parent: Parent, viewer: Exclude<Viewer, { kind: 'anonymous' }>, args: Args) => boolean,
): Permission {
  const holds: Permission['holds'] = (viewer, parent, args) => viewer.kind !== 'anonymous' && owns(parent as Parent, viewer, args as Args)
  owners += 1
  const shield = rule(`owner ${owners}`, { cache: 'no_cache' })((parent, args, { viewer }: SubgraphContext) => holds(viewer, parent, args))
  return { shield, contextual: false, holds, mayHold: (viewer) => viewer.kind !== 'anonymous', scopes: [] }
}

/** The permission that stands for a field; whatever the tree does not name is denied. */
export function permissionOf(tree: PermissionTree, type: string, field: string): Permission {
  const ofType = Object.hasOwn(tree, type) ? tree[type] : undefined
  if (ofType === undefined) return nobody
  if (isPermission(ofType)) return ofType
  return (Object.hasOwn(ofType, field) ? ofType[field] : ofType['*']) ?? nobody
}

/** Whether a node of the tree is a rule for a whole type. */
export function isPermission(node: Permission | Readonly<Record<string, Permission>>): node is Permission {
  return typeof node['holds'] === 'function'
}
