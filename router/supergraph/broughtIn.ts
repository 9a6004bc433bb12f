import type { Link } from './links.ts'

/** Tells by their names what links brought into a supergraph: directives (without `@`) and types. */
export interface BroughtIn {
  readonly isDirective: (name: string) => boolean
  readonly isType: (name: string) => boolean
}

/** What is named after a link, or imported by one, is the specification's and not the graph's (https://specs.apollo.dev/link/v1.0). */
export function broughtInBy(links: readonly Link[]): BroughtIn {
  const prefixes = links.map(({ alias }) => `${alias}__`)
  const imported = new Set(links.flatMap(({ imports }) => imports.map(({ alias }) => alias)))
  const main = new Set(links.map(({ alias }) => alias))
  const isPrefixed = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix))
  return {
    isDirective: (name) => main.has(name) || imported.has(`@${name}`) || isPrefixed(name),
    isType: (name) => imported.has(name) || isPrefixed(name),
  }
}
