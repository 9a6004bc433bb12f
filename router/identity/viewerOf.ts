import type { JWTPayload } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isRole } from '@agora/security/roles.ts'
import type { Principal } from '@agora/security/viewer.ts'

/**
 * The viewer that verified claims speak of. Unknown roles grant nothing and are dropped. Fails for a token without a subject and for one that
 * claims the role of a process: no client is one.
 */
export function viewerOf(claims: JWTPayload): Result<Principal, 'no-subject' | 'service-role'> {
  const { sub } = claims
  if (sub === undefined || sub === '') return fail('no-subject')
  const named = texts(claims['roles'])
  if (named.includes('SERVICE')) return fail('service-role')
  const sid = claims['sid']
  const acr = claims['acr']
  const authTime = claims['auth_time']
  return ok({
    kind: named.includes('GUEST') ? 'guest' : 'user',
    sub,
    sid: typeof sid === 'string' ? sid : null,
    roles: named.filter(isRole),
    scopes: texts(claims['scope']),
    amr: texts(claims['amr']),
    acr: typeof acr === 'string' ? acr : '',
    authTime: typeof authTime === 'number' ? authTime : (claims.iat ?? 0),
  })
}

/** A list claim: an array of strings, or words in one string as RFC 8693 writes scopes. */
function texts(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '')
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : []
}
