import type { Rights } from './rights.ts'

/** Lists of which one must be held whole: `[[a, b], [c]]` is (a and b) or c. Both `[]` and `[[]]` ask for nothing. */
export type Alternatives = readonly (readonly string[])[]

/** What somebody must hold to be answered: all of it. */
export interface Requirement {
  readonly authenticated: boolean
  readonly scopes: readonly Alternatives[]
  readonly policies: readonly Alternatives[]
}

/** The requirement that asks for everything that the given ones ask for, each wish once; undefined where nothing is asked. */
export function allOf(requirements: Iterable<Requirement | undefined>): Requirement | undefined {
  const scopes = new Map<string, Alternatives>()
  const policies = new Map<string, Alternatives>()
  let authenticated = false
  for (const requirement of new Set(requirements)) {
    if (requirement === undefined) continue
    authenticated ||= requirement.authenticated
    for (const wish of requirement.scopes) scopes.set(JSON.stringify(wish), wish)
    for (const wish of requirement.policies) policies.set(JSON.stringify(wish), wish)
  }
  if (!authenticated && scopes.size === 0 && policies.size === 0) return undefined
  return { authenticated, scopes: [...scopes.values()], policies: [...policies.values()] }
}

/** Whether the rights reach. Scopes and policies stand for themselves: asking for one does not ask for a signed-in viewer. */
export function isSatisfied({ authenticated, scopes, policies }: Requirement, rights: Rights): boolean {
  if (authenticated && !rights.isAuthenticated) return false
  return scopes.every((wish) => holdsOne(wish, rights.scopes)) && policies.every((wish) => holdsOne(wish, rights.policies))
}

function holdsOne(wish: Alternatives, held: Pick<ReadonlySet<string>, 'has'>): boolean {
  return wish.length === 0 || wish.some((all) => all.every((name) => held.has(name)))
}
