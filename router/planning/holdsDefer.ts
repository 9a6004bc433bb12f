import { BREAK, visit, type DocumentNode } from 'graphql'

/** Whether anything in a document is deferred, or would be for some variables. */
export function holdsDefer(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    Directive: ({ name }) => {
      if (name.value !== 'defer') return undefined
      found = true
      return BREAK
    },
  })
  return found
}
