import { fail, ok, type Result } from '@agora/errors/result.ts'

import { createBoundedMap } from './boundedMap.ts'
import { MAX_LIFE_SECONDS, signCompact, SKEW_SECONDS, verifyCompact, type TokenFault } from './compactToken.ts'
import type { KeyFolder } from './keyFolder.ts'
import { isRole } from './roles.ts'
import { anonymous, type Viewer } from './viewer.ts'

/** The header by which the router tells a subgraph for whom it asks. */
export const IDENTITY_HEADER = 'x-agora-identity'
/** The signed type: a call token is never accepted in the place of an identity. */
const IDENTITY_TYPE = 'agora-identity'

/** Why an identity was not accepted. */
export type IdentityFault = TokenFault | 'wrong-issuer'

const REMINT_BEFORE_MS = 20_000
const REMEMBERED = 5000

/** What an identity is signed for. */
export interface MinterOptions {
  readonly keys: KeyFolder
  /** The subgraph's name. */
  readonly audience: string
  readonly issuer: 'router'
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Signs viewers for one subgraph. A viewer's token is used again until it has 20 seconds left or its key is no longer the one that signs. */
export function createIdentityMinter({ keys, audience, issuer, clock = Date.now }: MinterOptions): { mint(viewer: Viewer): string } {
  const minted = createBoundedMap<string, { text: string; kid: string; from: number; until: number }>(REMEMBERED)
  const names = new WeakMap<Viewer, string>()
  const nameOf = (viewer: Viewer): string => {
    const known = names.get(viewer)
    if (known !== undefined) return known
    const name = JSON.stringify(claimsOf(viewer))
    names.set(viewer, name)
    return name
  }
  return {
    mint(viewer) {
      const now = clock()
      const key = keys.signing()
      const name = nameOf(viewer)
      const known = minted.get(name)
      // Once the clock was put back, what was minted before it would be refused as not yet valid.
      if (known !== undefined && known.kid === key.kid && now >= known.from && now < known.until) return known.text
      const iat = Math.floor(now / 1000)
      const exp = iat + MAX_LIFE_SECONDS
      const text = signCompact(IDENTITY_TYPE, key, { iss: issuer, aud: audience, iat, exp, ...claimsOf(viewer) })
      minted.set(name, { text, kid: key.kid, from: iat * 1000, until: exp * 1000 - REMINT_BEFORE_MS })
      return text
    },
  }
}

/** What a subgraph accepts. */
export interface VerifierOptions {
  readonly keys: KeyFolder
  /** The subgraph's own name. */
  readonly audience: string
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Verifies identities. One that was verified is known by its text until it expires. */
export function createIdentityVerifier({ keys, audience, clock = Date.now }: VerifierOptions): {
  verify(text: string | undefined): Result<Viewer, IdentityFault>
} {
  const verified = createBoundedMap<string, { viewer: Viewer; validFrom: number; expiresAt: number }>(REMEMBERED)
  return {
    verify(text) {
      if (text === undefined) return fail('malformed')
      const now = clock()
      const known = verified.get(text)
      if (known !== undefined) {
        if (now >= known.validFrom && now < known.expiresAt) return ok(known.viewer)
        // Over, or the clock was put back: what is remembered must not live longer than what is verified.
        verified.delete(text)
      }
      const token = verifyCompact(text, { typ: IDENTITY_TYPE, audience, keys, now })
      if (!token.ok) return token
      if (token.value['iss'] !== 'router') return fail('wrong-issuer')
      const viewer = viewerOf(token.value)
      if (viewer === undefined) return fail('wrong-claims')
      const { iat, exp } = token.value
      verified.set(text, { viewer, validFrom: (iat - SKEW_SECONDS) * 1000, expiresAt: exp * 1000 })
      return ok(viewer)
    },
  }
}

function claimsOf(viewer: Viewer): Readonly<Record<string, unknown>> {
  if (viewer.kind === 'anonymous') return { kind: 'anonymous', ...(viewer.permissions === undefined ? {} : { permissions: viewer.permissions }) }
  const { kind, sub, sid, roles, scopes, amr, acr, authTime } = viewer
  return { kind, sub, sid, roles, scopes, amr, acr, auth_time: authTime }
}

function viewerOf(claims: Readonly<Record<string, unknown>>): Viewer | undefined {
  const { kind, sub, sid, roles, scopes, amr, acr, auth_time: authTime } = claims
  if (kind === 'anonymous') return claims['permissions'] === undefined ? anonymous : sharedViewerOf(claims['permissions'])
  if (kind !== 'guest' && kind !== 'user') return undefined
  if (typeof sub !== 'string' || sub === '' || typeof acr !== 'string' || typeof authTime !== 'number') return undefined
  if (sid !== null && typeof sid !== 'string') return undefined
  if (!isTexts(roles) || !roles.every(isRole) || !isTexts(scopes) || !isTexts(amr)) return undefined
  return { kind, sub, sid, roles, scopes, amr, acr, authTime }
}

function sharedViewerOf(claim: unknown): Viewer | undefined {
  if (typeof claim !== 'object' || claim === null) return undefined
  const { kind, roles, scopes } = claim as Readonly<Record<string, unknown>>
  if ((kind !== 'guest' && kind !== 'user') || !isTexts(roles) || !roles.every(isRole) || !isTexts(scopes)) return undefined
  return { kind: 'anonymous', permissions: { kind, roles, scopes } }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
