import type { KeyObject } from 'node:crypto'

import { SignJWT } from 'jose'

import { newId } from '@agora/ids/typeId.ts'
import { scopesOf, type Role } from '@agora/security/roles.ts'

/** How long a signed-in user's access token lives. Revocation makes up for the rest. */
export const ACCESS_SECONDS = 10 * 60
/** How long a guest is a guest. */
export const GUEST_SECONDS = 24 * 60 * 60
/** Who may accept the tokens: the graph. */
const AUDIENCE = 'agora'

/** What a token says of its bearer. */
export interface TokenSubject {
  readonly sub: string
  /** Guests have no session. */
  readonly sid: string | null
  readonly roles: readonly Role[]
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTime: Date
}

/** A token and when it expires. */
export interface AccessToken {
  readonly token: string
  readonly expiresAt: Date
}

/** Issues access tokens in the profile of RFC 9068. */
export interface TokenIssuer {
  issue(subject: TokenSubject, lifeSeconds: number): Promise<AccessToken>
}

/** What an issuer needs. */
export interface TokenIssuerOptions {
  readonly signingKey: () => { readonly kid: string; readonly privateKey: KeyObject }
  /** The `iss` of every token. */
  readonly issuer: string
  readonly clock: () => Date
}

/** Makes the issuer of a process. */
export function createTokenIssuer({ signingKey, issuer, clock }: TokenIssuerOptions): TokenIssuer {
  return {
    async issue({ sub, sid, roles, amr, acr, authTime }, lifeSeconds) {
      const { kid, privateKey } = signingKey()
      const issuedAt = seconds(clock())
      const expiresAt = issuedAt + lifeSeconds
      const claims = { scope: scopesOf(roles).join(' '), roles, amr, acr, auth_time: seconds(authTime), ...(sid === null ? {} : { sid }) }
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(sub)
        .setJti(crypto.randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey)
      return { token, expiresAt: new Date(expiresAt * 1000) }
    },
  }
}

/** A new guest's token. */
export function issueGuestToken(issuer: TokenIssuer, now: Date): Promise<AccessToken> {
  return issuer.issue({ sub: newId('Guest'), sid: null, roles: ['GUEST'], amr: [], acr: 'aal0', authTime: now }, GUEST_SECONDS)
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)
