import { fail, ok, type Result } from '@agora/errors/result.ts'

import { accountRoles, type AccountRole, type User } from '../accounts/user.ts'

/** What a decision about an account looks at. */
export type Standing = Pick<User, 'roles' | 'status' | 'version'>

/** Why an account was not changed. */
export type StandingRefusal = 'USER_NOT_FOUND' | 'NO_ROLE' | 'LAST_ADMIN' | 'VERSION_CONFLICT'

/** What to make of an account; null when it is so already. */
export type StandingChange = { readonly roles: readonly AccountRole[] } | { readonly status: User['status'] } | null

/** What else a decision depends on. */
export interface Circumstances {
  readonly expectedVersion: number
  /** How many other accounts could still manage accounts: active administrators who can sign in. */
  readonly otherAdmins: number
}

/** Gives an account exactly these roles. */
export function decideRoles(
  account: Standing | undefined,
  wanted: readonly AccountRole[],
  circumstances: Circumstances,
): Result<StandingChange, StandingRefusal> {
  const roles = accountRoles.filter((role) => wanted.includes(role))
  if (roles.length === 0) return fail('NO_ROLE')
  return decide(account, circumstances, { change: { roles }, isSo: ({ roles: held }) => sameRoles(held, roles), keepsAdmin: roles.includes('ADMIN') })
}

/** Closes an account or opens it again. */
export function decideStatus(
  account: Standing | undefined,
  status: User['status'],
  circumstances: Circumstances,
): Result<StandingChange, StandingRefusal> {
  return decide(account, circumstances, { change: { status }, isSo: (standing) => standing.status === status, keepsAdmin: status === 'ACTIVE' })
}

interface Intent {
  readonly change: NonNullable<StandingChange>
  readonly isSo: (account: Standing) => boolean
  /** Whether an administrator still is one afterwards. */
  readonly keepsAdmin: boolean
}

function decide(
  account: Standing | undefined,
  { expectedVersion, otherAdmins }: Circumstances,
  { change, isSo, keepsAdmin }: Intent,
): Result<StandingChange, StandingRefusal> {
  if (account === undefined) return fail('USER_NOT_FOUND')
  if (account.version !== expectedVersion) return fail('VERSION_CONFLICT')
  if (isSo(account)) return ok(null)
  const isAdmin = account.roles.includes('ADMIN') && account.status === 'ACTIVE'
  return isAdmin && !keepsAdmin && otherAdmins === 0 ? fail('LAST_ADMIN') : ok(change)
}

const sameRoles = (one: readonly AccountRole[], other: readonly AccountRole[]): boolean =>
  accountRoles.every((role) => one.includes(role) === other.includes(role))
