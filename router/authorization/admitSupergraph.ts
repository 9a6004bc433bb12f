import type { DocumentNode } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Link } from '../supergraph/links.ts'
import { noProtection, protectsAnything, readProtection, type Protection } from './readProtection.ts'
import { refuseProtected } from './refuseProtected.ts'

/** What decides whether a supergraph may be served. */
export interface AdmissionFacts {
  readonly supergraph: { readonly links: readonly Link[]; readonly document: DocumentNode }
  /** The config says, word for word, that the subgraphs enforce the directives. */
  readonly enforcedBySubgraphs: boolean
  /** The config says that the subgraphs check what this router enforces as well, so that an engine before which nothing is filtered opens nothing. */
  readonly checkedBySubgraphsToo?: boolean
  /** Operations are filtered before this engine plans them. */
  readonly enforcedHere: boolean
  /** Viewers can be told apart: there are public keys, or an authority that has them. */
  readonly knowsViewers: boolean
}

/**
 * The protection that this router has to enforce, or one sentence for the terminal why it must not start: a protected supergraph is never
 * served by a router that does not protect it, nor by one to which everybody is nobody, for that is a mistake in the set-up, not a wish.
 */
export function admitSupergraph(facts: AdmissionFacts): Result<Protection, string> {
  const { supergraph, enforcedBySubgraphs, checkedBySubgraphsToo = false, enforcedHere, knowsViewers } = facts
  if (enforcedBySubgraphs || (checkedBySubgraphsToo && !enforcedHere)) return ok(noProtection)
  if (!enforcedHere) {
    const refused = refuseProtected(supergraph, false)
    return refused.ok ? ok(noProtection) : refused
  }
  const protection = readProtection(supergraph.document)
  if (!protection.ok) return protection
  if (protectsAnything(protection.value) && !knowsViewers) {
    return fail(
      'The supergraph protects fields, and this router has no way to know viewers: give it public keys with --jwks, name the subgraph that issues tokens as identity.authority, or say in identity.issuers whose tokens are accepted.',
    )
  }
  return protection
}
