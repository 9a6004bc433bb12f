import { visit, type DocumentNode } from 'graphql'

/** The same operation with everything at once: a server need not defer what a client lets it. */
export function withoutDefer(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) })
}
