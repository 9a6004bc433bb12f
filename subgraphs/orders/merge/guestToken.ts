import { decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isId } from '@agora/ids/typeId.ts'

import type { GuestKeys } from './guestKeys.ts'

/** The audience of every access token of the graph. */
const AUDIENCE = 'agora'

/** Why a token does not speak for a guest: it proves nothing, or that cannot be told. */
export type GuestTokenFault = 'invalid' | 'unavailable'

/** Whose cart a token opens. */
export interface GuestTokenVerifier {
  /** The guest's `sub`, when the token is signed by users, meant for us, not expired, and a guest's. */
  verify(token: string): Promise<Result<string, GuestTokenFault>>
}

/** What a verifier needs. */
export interface GuestTokenRules {
  readonly keys: GuestKeys
  readonly issuer: string
  readonly clock: () => Date
}

/** Verifies access tokens of guests (RFC 9068, ES256 only). */
export function createGuestTokenVerifier({ keys, issuer, clock }: GuestTokenRules): GuestTokenVerifier {
  const open = async (token: string, key: CryptoKey): Promise<JWTPayload | null> => {
    try {
      const rules = { issuer, audience: AUDIENCE, algorithms: ['ES256'], typ: 'at+jwt', requiredClaims: ['exp', 'sub'], currentDate: clock() }
      return (await jwtVerify(token, key, rules)).payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }
  return {
    async verify(token) {
      const kid = kidOf(token)
      if (kid === null) return fail('invalid')
      const key = await keys.find(kid)
      if (!key.ok) return key
      const payload = key.value === null ? null : await open(token, key.value)
      const sub = payload === null ? null : guestOf(payload)
      return sub === null ? fail('invalid') : ok(sub)
    },
  }
}

function kidOf(token: string): string | null {
  try {
    const { alg, kid } = decodeProtectedHeader(token)
    return alg === 'ES256' && typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}

function guestOf({ sub, roles }: JWTPayload): string | null {
  const isGuest = Array.isArray(roles) && roles.length === 1 && roles[0] === 'GUEST'
  return isGuest && typeof sub === 'string' && isId('Guest', sub) ? sub : null
}
