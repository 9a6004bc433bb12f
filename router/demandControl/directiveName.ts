import type { Link } from '../supergraph/links.ts'

/**
 * What a supergraph calls a directive of one of Apollo's specifications (https://specs.apollo.dev/link/v1.0): the name it was imported by; else the
 * specification's own alias where directive and specification have one name, or the alias and two underscores before it.
 */
export function directiveName(links: readonly Link[], specification: string, directive: string): string {
  const link = links.find(({ identity }) => identity === `https://specs.apollo.dev/${specification}`)
  const imported = link?.imports.find(({ name }) => name === `@${directive}`)
  if (imported !== undefined) return imported.alias.slice(1)
  const alias = link?.alias ?? specification
  return directive === specification ? alias : `${alias}__${directive}`
}
