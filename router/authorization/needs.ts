import type { Requirement } from './requirement.ts'
import type { Rights } from './rights.ts'

/** All that could be asked of the viewer of one operation, whoever it is. */
export interface Needs {
  readonly authentication: boolean
  /** In alphabetical order, each once. */
  readonly scopes: readonly string[]
  readonly policies: readonly string[]
}

/** Gathers what requirements ask for. */
export function needsOf(requirements: Iterable<Requirement>): Needs {
  const scopes = new Set<string>()
  const policies = new Set<string>()
  let authentication = false
  for (const requirement of requirements) {
    authentication ||= requirement.authenticated
    for (const name of requirement.scopes.flat(2)) scopes.add(name)
    for (const name of requirement.policies.flat(2)) policies.add(name)
  }
  return { authentication, scopes: [...scopes].toSorted(), policies: [...policies].toSorted() }
}

/**
 * The viewer's rights as far as this operation can notice them. Viewers with the same key see the same operation; whatever is remembered of a
 * filtered operation (its document, its plan) is remembered under this key as well, so that an administrator's is never a guest's.
 */
export function rightsKey({ authentication, scopes, policies }: Needs, rights: Rights): string {
  if (scopes.length + policies.length === 0) return authentication && rights.isAuthenticated ? ONLY_A_TOKEN : NOTHING_AT_ALL
  return JSON.stringify([
    authentication && rights.isAuthenticated,
    scopes.filter((name) => rights.scopes.has(name)),
    policies.filter((name) => rights.policies.has(name)),
  ])
}

/** What most operations come to, written as the others are. */
const ONLY_A_TOKEN = JSON.stringify([true, [], []])
const NOTHING_AT_ALL = JSON.stringify([false, [], []])
