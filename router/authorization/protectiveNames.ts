import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Link } from '../supergraph/links.ts'
import { PROTECTIVE } from './refuseProtected.ts'

/** A directive that promises that somebody checks the viewer's rights. */
export type Protective = (typeof PROTECTIVE)[number]

const FEDERATION = 'federation'

/**
 * What the schema calls the three directives, without `@`. A specification may be linked under another name, import its directive under
 * another, or be written out with its prefix; a name that no link gives away means what it says, for supergraphs that use the directives
 * without importing them. Whoever ignores a rename answers protected fields to everybody.
 * Source: https://specs.apollo.dev/link/v1.0. Fails with a sentence where one name stands for two of them.
 */
export function protectiveNames(links: readonly Link[]): Result<ReadonlyMap<string, Protective>, string> {
  const named = new Map<string, Protective>()
  const others = new Set<string>()
  for (const [name, meaning] of links.flatMap(namesOf)) {
    const protective = PROTECTIVE.find((one) => one === meaning)
    if (protective === undefined) others.add(name)
    else if ((named.get(name) ?? protective) !== protective)
      return fail(`The supergraph calls both @${named.get(name)} and @${protective} "@${name}", so it cannot be told what it protects.`)
    else named.set(name, protective)
  }
  for (const protective of PROTECTIVE) {
    if (!named.has(protective) && !others.has(protective)) named.set(protective, protective)
  }
  return ok(named)
}

/** The directives that a link brings in: what the schema calls each, and what its specification calls it. */
function namesOf({ name, alias, imports }: Link): (readonly [string, string])[] {
  const imported = imports.filter((one) => one.name.startsWith('@')).map((one) => [one.alias.replace(/^@/, ''), one.name.slice(1)] as const)
  const prefixed = (name === FEDERATION ? PROTECTIVE : [name]).map((own) => [`${alias}__${own}`, own] as const)
  return [[alias, name], ...prefixed, ...imported]
}
