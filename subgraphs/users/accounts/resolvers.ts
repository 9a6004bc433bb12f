import type pg from 'pg'

import { causeOf } from '../cause.ts'
import type { UsersContext } from '../context.ts'
import type { PasswordGate } from '../signIn/passwordGate.ts'
import type { Standings } from '../staff/standings.ts'
import { accountOf } from '../viewerAccount.ts'
import type { EmailChanges } from './emailChange.ts'
import {
  passwordRefusal,
  readEmail,
  readEmailChange,
  readPassword,
  readPasswordChange,
  readPasswordReset,
  readProfile,
  readRegistration,
  readToken,
  type AccountRefusal,
} from './inputs.ts'
import type { PasswordChanges } from './passwordChange.ts'
import type { UpdateProfile } from './profile.ts'
import type { Registrations } from './registration.ts'
import type { User } from './user.ts'
import { userById } from './userRepository.ts'

/** What the mutations of one's own account need. */
export interface AccountServices {
  readonly pool: pg.Pool
  readonly gate: PasswordGate
  readonly registrations: Registrations
  readonly updateProfile: UpdateProfile
  readonly passwords: PasswordChanges
  readonly emails: EmailChanges
  readonly standings: Standings
}

interface InputArgument {
  readonly input: unknown
}

interface MailPayload {
  readonly sentTo: string | null
  readonly userErrors: readonly AccountRefusal[]
}

interface UserPayload {
  readonly user: User | null
  readonly userErrors: readonly AccountRefusal[]
}

const sent = (sentTo: string): MailPayload => ({ sentTo, userErrors: [] })
const notSent = (userErrors: readonly AccountRefusal[]): MailPayload => ({ sentTo: null, userErrors })
const refused = (...userErrors: readonly AccountRefusal[]): UserPayload => ({ user: null, userErrors })
const invalidToken: AccountRefusal = { code: 'INVALID_TOKEN', message: 'The token is unknown, already used, or expired', field: ['input', 'token'] }
const taken: AccountRefusal = { code: 'EMAIL_TAKEN', message: 'Another account has the address by now', field: null }
const stale: AccountRefusal = {
  code: 'VERSION_CONFLICT',
  message: 'The profile was changed in between: look again',
  field: ['input', 'expectedVersion'],
}
const lastAdmin: AccountRefusal = { code: 'LAST_ADMIN', message: 'Somebody must be left who can manage accounts', field: null }

/** Mutations that need no token: opening an account, and whatever begins with a message. */
export function anonymousAccountMutations({ pool, registrations, passwords, emails }: AccountServices) {
  const done = async (userId: string | undefined): Promise<UserPayload> =>
    userId === undefined ? refused(invalidToken) : { user: (await userById(pool, userId)) ?? null, userErrors: [] }
  return {
    async register(_: unknown, { input }: InputArgument, context: UsersContext): Promise<MailPayload> {
      const given = readRegistration(input)
      if (!given.ok) return notSent(given.error)
      await registrations.register(given.value, causeOf(context))
      return sent(given.value.email.address)
    },
    async verifyEmail(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const given = readToken(input)
      return given.ok ? done(await registrations.verifyEmail(given.value.token, causeOf(context))) : refused(...given.error)
    },
    async resendVerification(_: unknown, { input }: InputArgument, context: UsersContext): Promise<MailPayload> {
      const given = readEmail(input)
      if (!given.ok) return notSent(given.error)
      await registrations.resendVerification(given.value, causeOf(context))
      return sent(given.value.address)
    },
    async requestPasswordReset(_: unknown, { input }: InputArgument, context: UsersContext): Promise<MailPayload> {
      const given = readEmail(input)
      if (!given.ok) return notSent(given.error)
      await passwords.requestReset(given.value, causeOf(context))
      return sent(given.value.address)
    },
    async resetPassword(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const given = readPasswordReset(input)
      return given.ok ? done(await passwords.reset(given.value, causeOf(context))) : refused(...given.error)
    },
    async confirmEmailChange(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const given = readToken(input)
      if (!given.ok) return refused(...given.error)
      const confirmed = await emails.confirm(given.value.token, causeOf(context))
      if (confirmed.ok) return done(confirmed.value)
      return refused(confirmed.error === 'taken' ? taken : invalidToken)
    },
  }
}

/** Mutations of the viewer's own account. */
export function ownAccountMutations({ pool, updateProfile, gate, passwords, emails, standings }: AccountServices) {
  const own = async (userId: string, ...userErrors: readonly AccountRefusal[]): Promise<UserPayload> => ({
    user: (await userById(pool, userId)) ?? null,
    userErrors,
  })
  return {
    async updateProfile(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const { userId } = accountOf(context.viewer)
      const given = readProfile(input)
      if (!given.ok) return own(userId, ...given.error)
      return (await updateProfile({ userId, ...given.value }, causeOf(context))) ? own(userId) : own(userId, stale)
    },
    async changePassword(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const { userId, sid } = accountOf(context.viewer)
      const user = await userById(pool, userId)
      const given = readPasswordChange(input, user === undefined ? [] : [user.email, user.displayName])
      if (!given.ok) return own(userId, ...given.error)
      const changed = await passwords.change({ userId, sid, ...given.value }, causeOf(context))
      return changed.ok ? own(userId) : own(userId, passwordRefusal(changed.error, 'currentPassword'))
    },
    async requestEmailChange(_: unknown, { input }: InputArgument, context: UsersContext): Promise<MailPayload> {
      const { userId } = accountOf(context.viewer)
      const given = readEmailChange(input)
      if (!given.ok) return notSent(given.error)
      const requested = await emails.request(userId, { ...given.value, cause: causeOf(context) })
      return requested.ok ? sent(given.value.newEmail.address) : notSent([passwordRefusal(requested.error, 'password')])
    },
    async deactivateAccount(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const { userId } = accountOf(context.viewer)
      const given = readPassword(input)
      if (!given.ok) return own(userId, ...given.error)
      const opened = await gate.checkUser(userId, given.value.password)
      if (!opened.ok) return own(userId, passwordRefusal(opened.error, 'password'))
      const closed = await standings.close(userId, causeOf(context))
      return closed.ok ? own(userId) : own(userId, lastAdmin)
    },
  }
}
