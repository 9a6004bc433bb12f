/** A message before it has an addressee. */
export interface Letter {
  readonly kind: string
  readonly subject: string
  readonly body: string
  /** What the reader is to hand back, or null. It stands in the body too. */
  readonly token: string | null
}

const withToken = (
  kind: string,
  subject: string,
  { lines, mutation, token }: { lines: readonly string[]; mutation: string; token: string },
): Letter => ({
  kind,
  subject,
  body: [...lines, '', `mutation { ${mutation} }`, '', 'If it was not you, ignore this message: nothing changes without the token.'].join('\n'),
  token,
})

const notice = (kind: string, subject: string, ...lines: readonly string[]): Letter => ({ kind, subject, body: lines.join('\n'), token: null })

/** To somebody who registered. */
export const verifyEmailLetter = (token: string): Letter =>
  withToken('verify-email', 'Confirm your address', {
    lines: ['Welcome to Agora. Confirm within 24 hours that this address is yours:'],
    mutation: `verifyEmail(input: { token: "${token}" }) { userErrors { message } }`,
    token,
  })

/** To the owner of an account, when somebody tries to register its address again. */
export const alreadyRegisteredLetter = (): Letter =>
  notice(
    'already-registered',
    'You already have an account',
    'Somebody, perhaps you, tried to open an account for this address. It has one already, and nothing was changed.',
    'Sign in with it, or ask for a new password by requestPasswordReset.',
  )

/** To the owner of an account whose address is verified, when another verification is asked for. */
export const alreadyVerifiedLetter = (): Letter =>
  notice('verify-email', 'Your address is confirmed already', 'There is nothing left to confirm: sign in.')

/** To an address without an account, when somebody asks for its password or its verification. */
export const noAccountLetter = (kind: 'verify-email' | 'reset-password'): Letter =>
  notice(
    kind,
    'There is no account for this address',
    'Somebody, perhaps you, asked for mail about an account of this address. There is none; register opens one.',
  )

/** To the owner of an account who forgot the password. */
export const resetPasswordLetter = (token: string): Letter =>
  withToken('reset-password', 'Choose a new password', {
    lines: ['Choose a new password within one hour. Every device will have to sign in again.'],
    mutation: `resetPassword(input: { token: "${token}", newPassword: "…" }) { userErrors { message } }`,
    token,
  })

/** To the address an account is to move to. */
export const confirmEmailLetter = (token: string): Letter =>
  withToken('confirm-email-change', 'Confirm your new address', {
    lines: ['Confirm within one hour that your account is to use this address:'],
    mutation: `confirmEmailChange(input: { token: "${token}" }) { userErrors { message } }`,
    token,
  })

/** To the address that an account is to leave, or has left. */
export const emailChangeNotice = (step: 'requested' | 'done'): Letter =>
  notice(
    `email-change-${step}`,
    step === 'done' ? 'Your address was changed' : 'Your address is about to change',
    step === 'done' ? 'Your account uses another address now.' : 'Your account is to use another address as soon as its owner confirms it there.',
    'If it was not you, change your password at once.',
  )

/** To the owner of an account, after its password was changed. */
export const passwordChangedNotice = (): Letter =>
  notice(
    'password-changed',
    'Your password was changed',
    'Your password was changed and your other devices were signed out.',
    'If it was not you, ask for a new one by requestPasswordReset.',
  )
