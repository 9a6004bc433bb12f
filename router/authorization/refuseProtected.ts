import { Kind, type DocumentNode } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Link } from '../supergraph/links.ts'

/** The specifications whose directives promise that somebody checks the viewer's rights. */
export const PROTECTIVE = ['authenticated', 'requiresScopes', 'policy'] as const

/**
 * Refuses a supergraph whose authors were promised protection that this router does not give: it hands fields to everybody and leaves their
 * enforcement to the subgraphs. Any address and version of the three specifications counts, however it was renamed, and so does a
 * directive definition of that name without a link.
 * A failure is one sentence for the terminal.
 */
export function refuseProtected(
  supergraph: { readonly links: readonly Link[]; readonly document: DocumentNode },
  enforcedBySubgraphs: boolean,
): Result<null, string> {
  if (enforcedBySubgraphs) return ok(null)
  const named = new Set<string>(
    supergraph.links.flatMap(({ name, imports }) => [name, ...imports.map((imported) => imported.name.replace(/^@/, ''))]),
  )
  for (const definition of supergraph.document.definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) named.add(definition.name.value)
  }
  const found = PROTECTIVE.filter((name) => named.has(name))
  if (found.length === 0) return ok(null)
  const list = found.map((name) => `@${name}`).join(', ')
  return fail(
    `The supergraph uses ${list}, which this router does not enforce: it would answer protected fields to everybody. ` +
      'Where every subgraph enforces them itself, the config file may say so with the literal line "authorization: enforced-by-subgraphs".',
  )
}
