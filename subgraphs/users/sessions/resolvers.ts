import type pg from 'pg'
import { z } from 'zod'

import { inTransaction } from '@agora/database/transaction.ts'
import { isId } from '@agora/ids/typeId.ts'
import { parsePage, type ListOrder, type PageArguments } from '@agora/subgraph-kit/connection.ts'
import { readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import { userById } from '../accounts/userRepository.ts'
import { causeOf } from '../cause.ts'
import type { UsersContext } from '../context.ts'
import { parseEmail } from '../email/emailAddress.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { invalid, optionalLine, secret } from '../inputs/fields.ts'
import { listPage, momentAndId, oldestFirst, type ListConnection } from '../listPage.ts'
import type { GateRefusal } from '../signIn/passwordGate.ts'
import type { SignIn } from '../signIn/signIn.ts'
import { issueGuestToken, type TokenIssuer } from '../tokens/accessToken.ts'
import { accountOf } from '../viewerAccount.ts'
import { endSessions } from './ending.ts'
import type { RefreshSession } from './refresh.ts'
import type { Closing, EndedSession, Session } from './sessionRepository.ts'
import type { SessionTokens } from './sessionTokens.ts'

/** Why signing in, refreshing or ending a session was refused. Resolves the SDL type SignInUserError. */
export interface SignInRefusal extends InputFault {
  readonly code: 'INVALID_INPUT' | 'INVALID_CREDENTIALS' | 'LOCKED' | 'INVALID_REFRESH_TOKEN' | 'SESSION_NOT_FOUND'
  readonly retryAfter?: Date
}

/** What the mutations of sessions need. */
export interface SessionServices {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly clock: () => Date
  readonly issuer: TokenIssuer
  readonly signIn: SignIn
  readonly refreshSession: RefreshSession
}

interface InputArgument {
  readonly input: unknown
}

type Position = [string, string]

const order: ListOrder<Session, Position> = {
  name: 'sessions',
  values: momentAndId,
  positionOf: ({ lastUsedAt, id }) => [lastUsedAt.toISOString(), id],
}

const UNNAMED_DEVICE = 'Unnamed device'
const signInShape = z.object({ email: secret, password: secret, device: optionalLine(80) })
const refreshShape = z.object({ refreshToken: secret })
const endShape = z.object({ sessionId: z.string().refine((text) => isId('Session', text), 'is not the id of a session') })

const credentials: SignInRefusal = { code: 'INVALID_CREDENTIALS', message: 'Address and password do not open an account', field: null }
const deadToken: SignInRefusal = {
  code: 'INVALID_REFRESH_TOKEN',
  message: 'The refresh token opens nothing any more: sign in',
  field: ['input', 'refreshToken'],
}
const noSession: SignInRefusal = { code: 'SESSION_NOT_FOUND', message: 'There is no such session of yours', field: ['input', 'sessionId'] }

function gateRefusal(refusal: GateRefusal): SignInRefusal {
  return refusal.code === 'wrong'
    ? credentials
    : { code: 'LOCKED', message: 'Too many failures: try again later', field: null, retryAfter: refusal.retryAfter }
}

/** Mutations that need no token, as they give one. */
export function tokenMutations({ pool, clock, issuer, signIn, refreshSession }: SessionServices) {
  const given = async (tokens: SessionTokens) => ({ ...tokens, user: await userById(pool, tokens.userId), userErrors: [] })
  const refused = (...userErrors: readonly SignInRefusal[]) => ({ userErrors })
  return {
    async startGuestSession() {
      const { token, expiresAt } = await issueGuestToken(issuer, clock())
      return { accessToken: token, accessTokenExpiresAt: expiresAt, userErrors: [] }
    },
    async signIn(_: unknown, { input }: InputArgument, context: UsersContext) {
      const parsed = readInput(signInShape, input)
      if (!parsed.ok) return refused(...invalid(parsed.error))
      const { email, password, device } = parsed.value
      const address = parseEmail(email)
      // No account can have such an address, so there is nothing to hide behind the work of a check.
      if (!address.ok) return refused(credentials)
      const signedIn = await signIn({ emailKey: address.value.key, password, device: device ?? UNNAMED_DEVICE }, causeOf(context))
      return signedIn.ok ? given(signedIn.value) : refused(gateRefusal(signedIn.error))
    },
    async refreshSession(_: unknown, { input }: InputArgument, context: UsersContext) {
      const parsed = readInput(refreshShape, input)
      if (!parsed.ok) return refused(...invalid(parsed.error))
      const refreshed = await refreshSession(parsed.value.refreshToken, causeOf(context))
      return refreshed.ok ? given(refreshed.value) : refused(deadToken)
    },
  }
}

/** Mutations that end sessions of the viewer. */
export function endingMutations({ pool, chronicle, clock }: SessionServices) {
  const end = (context: UsersContext, closing: Pick<Closing, 'reason' | 'only'>): Promise<readonly EndedSession[]> => {
    const { userId } = accountOf(context.viewer)
    const announcement = { chronicle, cause: causeOf(context) }
    return inTransaction(pool, (db) => endSessions(db, { userId, now: clock(), ...closing }, announcement))
  }
  return {
    async signOut(_: unknown, __: unknown, context: UsersContext) {
      const { sid } = accountOf(context.viewer)
      const ended = sid === null ? [] : await end(context, { only: sid, reason: 'signed-out' })
      return { endedSessions: ended.length, userErrors: [] }
    },
    async signOutEverywhere(_: unknown, __: unknown, context: UsersContext) {
      const ended = await end(context, { reason: 'signed-out' })
      return { endedSessions: ended.length, userErrors: [] }
    },
    async endSession(_: unknown, { input }: InputArgument, context: UsersContext) {
      const parsed = readInput(endShape, input)
      if (!parsed.ok) return { userErrors: invalid(parsed.error) }
      const [session] = await end(context, { only: parsed.value.sessionId, reason: 'ended-by-owner' })
      return session === undefined ? { userErrors: [noSession] } : { session, userErrors: [] }
    },
  }
}

/** Fields of Session that are not its columns. */
export const sessionFields = {
  current: ({ id }: Session, _: unknown, { viewer }: UsersContext): boolean => viewer.kind === 'user' && viewer.sid === id,
  authenticationMethods: ({ amr }: Session): readonly string[] => amr,
  authenticatedAt: ({ authTime }: Session): Date => authTime,
}

/** `User.sessions`: last used first. */
export async function sessionsOf(userId: string, page: PageArguments, { devices }: UsersContext): Promise<ListConnection<Session>> {
  return listPage(await devices.load(userId), parsePage(page, order), (one, other) => oldestFirst(other, one))
}
