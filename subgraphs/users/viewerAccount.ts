import { codedError } from '@agora/errors/graphqlError.ts'
import { hasScope, isSignedIn, type Viewer } from '@agora/security/viewer.ts'

/** The account and the session of a viewer who has both. The permissions let nobody else get here; if they ever do, it ends here. */
export function accountOf(viewer: Viewer): { readonly userId: string; readonly sid: string | null } {
  if (!isSignedIn(viewer)) throw codedError('FORBIDDEN', 'Only a signed-in user may do this')
  return { userId: viewer.sub, sid: viewer.sid }
}

/** Whether the viewer may see an account and what belongs to it: their own, or any when they are staff that may read users. */
export function maySee(viewer: Viewer, userId: string): boolean {
  return hasScope(viewer, 'users:read') || (isSignedIn(viewer) && viewer.sub === userId)
}
