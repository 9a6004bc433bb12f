import { createBoundedMap, type BoundedMap } from '@agora/security/boundedMap.ts'
import { permissionsOf, type Anonymous, type Permissions } from '@agora/security/viewer.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'

/** By what answers are shared with a viewer. */
export interface ViewerKeys {
  /** Of the viewer alone: everything that a subgraph or a policy may be told of it, so that two tokens of one user share only where they say the same. */
  readonly own: string
  /** Of all with the same permissions. */
  readonly permissions: string
  /** Those all, as one viewer: permissions without a subject. */
  readonly everybody: Anonymous
}

const REMEMBERED = 1000

/** Tells the keys of viewers; all without a token are one viewer. A viewer that was verified before is the same object, so it is looked at once. */
export function createViewerKeys(): (viewer: RouterViewer) => ViewerKeys {
  const known = new WeakMap<RouterViewer, ViewerKeys>()
  // One object for equal permissions: identity tokens are remembered by it.
  const everybody = createBoundedMap<string, Anonymous>(REMEMBERED)
  return (viewer) => {
    const found = known.get(viewer)
    if (found !== undefined) return found
    const permissions = permissionsOf(viewer)
    const made = permissions === undefined ? nobody : keysOf(viewer, permissions, everybody)
    known.set(viewer, made)
    return made
  }
}

const nobody: ViewerKeys = { own: 'anonymous', permissions: 'anonymous', everybody: { kind: 'anonymous' } }

function keysOf(viewer: RouterViewer, { kind, roles, scopes }: Permissions, everybody: BoundedMap<string, Anonymous>): ViewerKeys {
  const permissions = { kind, roles, scopes }
  const key = JSON.stringify(permissions)
  const alike: Anonymous = everybody.get(key) ?? { kind: 'anonymous', permissions }
  everybody.set(key, alike)
  return { own: JSON.stringify(viewer), permissions: key, everybody: alike }
}
