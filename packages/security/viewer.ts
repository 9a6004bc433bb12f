import type { Role } from './roles.ts'

/** Nobody in particular: the request carried no access token, or its answer is for everybody with the same permissions. */
export interface Anonymous {
  readonly kind: 'anonymous'
  /** What they all may do for whom one answer is made; absent where the request carried no token. Whoever looks for a subject finds none. */
  readonly permissions?: Permissions
}

/** What holders of tokens may do, whoever they are. */
export interface Permissions {
  readonly kind: 'guest' | 'user'
  readonly roles: readonly Role[]
  readonly scopes: readonly string[]
}

/** Somebody whose access token was verified at the edge. */
export interface Principal {
  /** A guest is known only by a short session; a user has an account. */
  readonly kind: 'guest' | 'user'
  /** The id of the guest (`gst_…`) or of the user (`usr_…`). */
  readonly sub: string
  /** The session's id; guests have none. */
  readonly sid: string | null
  readonly roles: readonly Role[]
  readonly scopes: readonly string[]
  /** Methods by which the sign-in was proven (RFC 8176). */
  readonly amr: readonly string[]
  /** The assurance that the sign-in reached (RFC 9470). */
  readonly acr: string
  /** When the sign-in was proven, in seconds since 1970. */
  readonly authTime: number
}

/** For whom a request is answered. */
export type Viewer = Anonymous | Principal

/** The viewer of a request without a token. */
export const anonymous: Viewer = { kind: 'anonymous' }

/** Whether the viewer has an account; a guest has none. */
export function isSignedIn(viewer: Viewer): viewer is Principal & { readonly kind: 'user' } {
  return viewer.kind === 'user'
}

/** Whether the viewer was granted the scope. */
export function hasScope(viewer: Viewer, scope: string): boolean {
  return permissionsOf(viewer)?.scopes.includes(scope) === true
}

/** What the viewer may do, whoever it is; undefined for those without a token. */
export function permissionsOf(viewer: Viewer): Permissions | undefined {
  return viewer.kind === 'anonymous' ? viewer.permissions : viewer
}
