import type pg from 'pg'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { isUsable, type Credentials } from '../accounts/user.ts'
import { credentialsByEmail, credentialsById } from '../accounts/userRepository.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'
import { forgetAttempts, recordAttempt } from './attemptRepository.ts'
import { createTurnstile } from './turnstile.ts'

/** Why a password did not open an account. */
export type GateRefusal = { readonly code: 'wrong' } | { readonly code: 'locked'; readonly retryAfter: Date }

/** An account whose password was shown to be known. */
export interface Opened {
  readonly userId: string
  /** The hash that was checked: whoever acts on the answer makes sure that it still stands. */
  readonly passwordHash: string
}

/** The one place where passwords are checked, so that every way in is throttled and takes the same time. */
export interface PasswordGate {
  /** For signing in. Unknown address, closed account and wrong password cannot be told apart. */
  checkEmail(emailKey: string, password: string): Promise<Result<Opened, GateRefusal>>
  /** For confirming a change while signed in. Counts with the attempts to sign in. */
  checkUser(userId: string, password: string): Promise<Result<Opened, GateRefusal>>
}

/** What the gate needs. */
export interface PasswordGateOptions {
  readonly pool: pg.Pool
  readonly hasher: PasswordHasher
  readonly clock: () => Date
  /** Whether demonstration accounts may be used. */
  readonly dev: boolean
}

const MAX_WAITING = 50
const CROWDED_RETRY_MS = 5000

/** Makes the gate of a process. */
export function createPasswordGate({ pool, hasher, clock, dev }: PasswordGateOptions): PasswordGate {
  const turnstile = createTurnstile(MAX_WAITING)

  async function attempt(emailKey: string, password: string): Promise<Result<Opened, GateRefusal>> {
    const claim = await recordAttempt(pool, emailKey, clock())
    if (!claim.allowed) return fail({ code: 'locked', retryAfter: claim.retryAfter })
    const found: Credentials | undefined = await credentialsByEmail(pool, emailKey)
    const hash = found !== undefined && isUsable(found, { dev }) ? found.passwordHash : null
    if (!(await hasher.verify(password, hash)) || hash === null || found === undefined) return fail({ code: 'wrong' })
    await forgetAttempts(pool, emailKey)
    return ok({ userId: found.id, passwordHash: hash })
  }

  async function checkEmail(emailKey: string, password: string): Promise<Result<Opened, GateRefusal>> {
    const turn = await turnstile.pass(emailKey, () => attempt(emailKey, password))
    return turn.ok ? turn.value : fail({ code: 'locked', retryAfter: new Date(clock().getTime() + CROWDED_RETRY_MS) })
  }

  return {
    checkEmail,
    async checkUser(userId, password) {
      const found = await credentialsById(pool, userId)
      if (found === undefined) return fail({ code: 'wrong' })
      const opened = await checkEmail(found.emailKey, password)
      // The account may have left the address in between, and another have taken it.
      return opened.ok && opened.value.userId !== userId ? fail({ code: 'wrong' }) : opened
    },
  }
}
