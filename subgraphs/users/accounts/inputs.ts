import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { line, version } from '@agora/subgraph-kit/inputFields.ts'
import { readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import { parseEmail, type EmailAddress } from '../email/emailAddress.ts'
import { invalid, secret } from '../inputs/fields.ts'
import { judgePassword, PASSWORD_BOUNDS, type PasswordFault } from '../passwords/passwordPolicy.ts'
import type { GateRefusal } from '../signIn/passwordGate.ts'
import type { Registration } from './registration.ts'

/** Why something about one's own account was refused. Resolves the SDL type AccountUserError. */
export interface AccountRefusal extends InputFault {
  readonly code:
    | 'INVALID_INPUT'
    | 'INVALID_EMAIL'
    | 'WEAK_PASSWORD'
    | 'WRONG_PASSWORD'
    | 'LOCKED'
    | 'INVALID_TOKEN'
    | 'EMAIL_TAKEN'
    | 'LAST_ADMIN'
    | 'VERSION_CONFLICT'
  readonly retryAfter?: Date
}

type Read<Value> = Result<Value, readonly AccountRefusal[]>

const displayName = line(1, 80)
const email = z.string().max(1024, 'must have at most 254 characters')

const shapes = {
  register: z.object({ email, password: secret, displayName }),
  email: z.object({ email }),
  token: z.object({ token: secret }),
  profile: z.object({ displayName, expectedVersion: version }),
  password: z.object({ password: secret }),
  passwordChange: z.object({ currentPassword: secret, newPassword: secret }),
  passwordReset: z.object({ token: secret, newPassword: secret }),
  emailChange: z.object({ newEmail: email, password: secret }),
}

function read<Shape>(shape: z.ZodType<Shape>, input: unknown): Read<Shape> {
  const parsed = readInput(shape, input)
  return parsed.ok ? parsed : fail(invalid(parsed.error))
}

/** Reads an input that needs no more than its bounds checked. */
export const readProfile = (input: unknown): Read<{ displayName: string; expectedVersion: number }> => read(shapes.profile, input)
/** The same for a mailed token. */
export const readToken = (input: unknown): Read<{ token: string }> => read(shapes.token, input)
/** The same for a password that confirms something. */
export const readPassword = (input: unknown): Read<{ password: string }> => read(shapes.password, input)

/** Reads the input of `register`. Every fault is told, not only the first. */
export function readRegistration(input: unknown): Read<Registration> {
  const given = read(shapes.register, input)
  if (!given.ok) return given
  const address = emailFrom(given.value.email, 'email')
  const password = passwordFrom(given.value.password, 'password', [given.value.email, given.value.displayName])
  if (address.ok && password.ok) return ok({ email: address.value, password: password.value, displayName: given.value.displayName })
  return fail([address, password].flatMap((part) => (part.ok ? [] : part.error)))
}

/** Reads an input that is an address. */
export function readEmail(input: unknown): Read<EmailAddress> {
  const given = read(shapes.email, input)
  return given.ok ? emailFrom(given.value.email, 'email') : given
}

/** Reads the input of `requestEmailChange`. */
export function readEmailChange(input: unknown): Read<{ newEmail: EmailAddress; password: string }> {
  const given = read(shapes.emailChange, input)
  if (!given.ok) return given
  const newEmail = emailFrom(given.value.newEmail, 'newEmail')
  return newEmail.ok ? ok({ newEmail: newEmail.value, password: given.value.password }) : newEmail
}

/** Reads the input of `changePassword`. */
export function readPasswordChange(input: unknown, known: readonly string[]): Read<{ currentPassword: string; newPassword: string }> {
  const given = read(shapes.passwordChange, input)
  if (!given.ok) return given
  const newPassword = passwordFrom(given.value.newPassword, 'newPassword', known)
  return newPassword.ok ? ok({ currentPassword: given.value.currentPassword, newPassword: newPassword.value }) : newPassword
}

/** Reads the input of `resetPassword`. */
export function readPasswordReset(input: unknown): Read<{ token: string; newPassword: string }> {
  const given = read(shapes.passwordReset, input)
  if (!given.ok) return given
  const newPassword = passwordFrom(given.value.newPassword, 'newPassword', [])
  return newPassword.ok ? ok({ token: given.value.token, newPassword: newPassword.value }) : newPassword
}

function emailFrom(text: string, field: string): Read<EmailAddress> {
  const parsed = parseEmail(text)
  if (parsed.ok) return parsed
  const message = parsed.error === 'malformed' ? 'That is no e-mail address' : 'An e-mail address must not mix alphabets'
  return fail([{ code: 'INVALID_EMAIL', message, field: ['input', field] }])
}

const PASSWORD_MESSAGES: Readonly<Record<PasswordFault, string>> = {
  'too-short': `A password has at least ${PASSWORD_BOUNDS.min} characters`,
  'too-long': `A password has at most ${PASSWORD_BOUNDS.max} characters`,
  guessable: 'That password is guessed too easily: a few unrelated words are better',
}

function passwordFrom(text: string, field: string, known: readonly string[]): Read<string> {
  const judged = judgePassword(text, known)
  return judged.ok ? judged : fail([{ code: 'WEAK_PASSWORD', message: PASSWORD_MESSAGES[judged.error], field: ['input', field] }])
}

/** Says why the password that was to confirm something did not. */
export function passwordRefusal(refusal: GateRefusal, field: string): AccountRefusal {
  if (refusal.code === 'wrong') return { code: 'WRONG_PASSWORD', message: 'The password is wrong', field: ['input', field] }
  return { code: 'LOCKED', message: 'Too many wrong passwords: try again later', field: null, retryAfter: refusal.retryAfter }
}
