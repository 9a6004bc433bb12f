import { permissionsOf } from '@agora/security/viewer.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'

/** What a viewer holds, as far as the directives of a supergraph can ask for it. */
export interface Rights {
  readonly isAuthenticated: boolean
  readonly scopes: ReadonlySet<string>
  /** The policies that were decided in the viewer's favour. */
  readonly policies: ReadonlySet<string>
}

/** The rights of a request without a token. Policies may be true of nobody in particular too. */
export function rightsOf(viewer: RouterViewer, policies: ReadonlySet<string>): Rights {
  const permissions = permissionsOf(viewer)
  return { isAuthenticated: permissions !== undefined, scopes: new Set(permissions?.scopes), policies }
}
