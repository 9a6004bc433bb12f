import { jwtVerify, type JWTVerifyOptions } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createBoundedMap } from '@agora/security/boundedMap.ts'

import { KeysUnavailable, type KeySet } from './keySet.ts'
import type { TokenHolder } from './routerViewer.ts'
import { viewerOf, type RightsClaims } from './viewerOf.ts'

/** Why a token was not accepted; `keys-unavailable` is our own trouble, all else is the token's. */
export type TokenFault = 'not-accepted' | 'keys-unavailable'

/** What a token must say, and which of its claims speak of rights. An undefined rule is not checked. */
export interface TokenRules extends RightsClaims {
  readonly issuer: string | undefined
  readonly audience: string | undefined
  /** The `typ` of the header, such as `at+jwt` (RFC 9068). */
  readonly tokenType: string | undefined
  readonly leewaySeconds: number
}

/** Asymmetric signatures only: with a public key in everybody's hands, a symmetric algorithm or none would let anybody sign. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519']

/** Longer ones are not looked at, in characters. */
export const LONGEST_TOKEN = 8192
const REMEMBERED = 10_000

/** Tells whose token it is. */
export type VerifyToken = (token: string) => Promise<Result<TokenHolder, TokenFault>>

/** Verifies access tokens. One that was verified is known by its text until it expires or the keys change. */
export function createTokenVerifier(keys: KeySet, rules: TokenRules, clock: () => number = Date.now): VerifyToken {
  let verified = createBoundedMap<string, { readonly viewer: TokenHolder; readonly until: number }>(REMEMBERED)
  keys.onChange(() => (verified = createBoundedMap(REMEMBERED)))
  const options = optionsOf(rules)
  return async (token) => {
    if (token.length > LONGEST_TOKEN) return fail('not-accepted')
    const now = clock()
    const known = verified.get(token)
    if (known !== undefined && now < known.until) return ok(known.viewer)
    try {
      const { payload } = await jwtVerify(token, keys.find, { ...options, currentDate: new Date(now) })
      const viewer = viewerOf(payload, rules)
      if (!viewer.ok) return fail('not-accepted')
      verified.set(token, { viewer: viewer.value, until: ((payload.exp ?? 0) + rules.leewaySeconds) * 1000 })
      return viewer
    } catch (error) {
      return fail(error instanceof KeysUnavailable ? 'keys-unavailable' : 'not-accepted')
    }
  }
}

function optionsOf({ issuer, audience, tokenType, leewaySeconds }: TokenRules): JWTVerifyOptions {
  return {
    algorithms: ALGORITHMS,
    clockTolerance: leewaySeconds,
    requiredClaims: ['exp', 'sub'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(tokenType === undefined ? {} : { typ: tokenType }),
  }
}
