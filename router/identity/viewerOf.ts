import type { JWTPayload } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isRole } from '@agora/security/roles.ts'

import type { TokenHolder } from './routerViewer.ts'

/** Which claims speak of rights; other issuers have other names for them. */
export interface RightsClaims {
  readonly scopesClaim: string
  /** Undefined where no token may say which policies are true. */
  readonly policiesClaim: string | undefined
  /** Undefined where applications are told apart by a header, or not at all. */
  readonly clientClaim?: string | undefined
}

/**
 * The viewer that verified claims speak of. Unknown roles grant nothing and are dropped. Fails for a token without a subject and for one that
 * claims the role of a process: no client is one.
 */
export function viewerOf(
  claims: JWTPayload,
  { scopesClaim, policiesClaim, clientClaim }: RightsClaims,
): Result<TokenHolder, 'no-subject' | 'service-role'> {
  const { sub } = claims
  if (sub === undefined || sub === '') return fail('no-subject')
  const named = texts(claims['roles'])
  if (named.includes('SERVICE')) return fail('service-role')
  const sid = claims['sid']
  const acr = claims['acr']
  const client = clientClaim === undefined ? undefined : own(claims, clientClaim)
  const authTime = claims['auth_time']
  return ok({
    kind: named.includes('GUEST') ? 'guest' : 'user',
    sub,
    sid: typeof sid === 'string' ? sid : null,
    roles: named.filter(isRole),
    scopes: texts(own(claims, scopesClaim)),
    amr: texts(claims['amr']),
    acr: typeof acr === 'string' ? acr : '',
    authTime: typeof authTime === 'number' ? authTime : (claims.iat ?? 0),
    ...(typeof client === 'string' ? { client } : {}),
    ...(policiesClaim === undefined ? {} : { policies: texts(own(claims, policiesClaim)) }),
  })
}

/** The name comes from the config: what every object inherits is no claim. */
function own(claims: JWTPayload, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

/** A list claim: an array of strings, or words in one string as RFC 8693 writes scopes. */
function texts(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '')
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : []
}
