import type { Link } from '../supergraph/links.ts'

const SPECIFICATIONS = 'https://specs.apollo.dev/'
/** What planners may leave alone because others see to it, and the language of the supergraph itself. */
const KNOWN = new Set(
  ['core', 'link', 'join', 'tag', 'inaccessible', 'authenticated', 'requiresScopes', 'policy'].map((name) => SPECIFICATIONS + name),
)

/**
 * Says, in a sentence, which linked specification forbids to plan for a supergraph by somebody who does not know it: one that is for
 * execution or security (core specification v0.2, `for:`). Undefined where all is known.
 */
export function unsupportedFeature(links: readonly Link[]): string | undefined {
  const unknown = links.find(({ identity, purpose }) => purpose !== undefined && !KNOWN.has(identity))
  return unknown && `The supergraph needs ${unknown.identity} for its ${unknown.purpose?.toLowerCase()}, which this router does not know.`
}
