import { permissionsOf } from '@agora/security/viewer.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'

/** What a viewer holds, as far as the directives of a supergraph can ask for it. */
export interface Rights {
  readonly isAuthenticated: boolean
  readonly scopes: Pick<ReadonlySet<string>, 'has'>
  /** The policies that were decided in the viewer's favour. */
  readonly policies: ReadonlySet<string>
}

/** The rights of a viewer, who may be nobody in particular: policies may be true of nobody too. */
export function rightsOf(viewer: RouterViewer, policies: ReadonlySet<string>): Rights {
  const permissions = permissionsOf(viewer)
  // Few are asked for, and each request comes here: no set is made of them.
  return { isAuthenticated: permissions !== undefined, scopes: { has: (name) => permissions?.scopes.includes(name) === true }, policies }
}
