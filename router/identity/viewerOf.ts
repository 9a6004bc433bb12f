import type { JWTPayload } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isRole } from '@agora/security/roles.ts'

import type { TokenHolder } from './routerViewer.ts'

/** How far an issuer is believed that is not the graph's own. Sessions are never told by it: the list of ended ones is not about them. */
export interface ForeignIssuer {
  /** Put before each subject, so that its people are not taken for those of another issuer. */
  readonly subjectPrefix: string
  /** Whether its `roles` are roles here. */
  readonly roles: boolean
}

/** Which claims speak of rights; other issuers have other names for them. */
export interface RightsClaims {
  readonly scopesClaim: string
  /** Undefined where no token may say which policies are true. */
  readonly policiesClaim: string | undefined
  /** Undefined where applications are told apart by a header, or not at all. */
  readonly clientClaim?: string | undefined
  /** Where tokens are another's than the graph's own issuer's: how far it is believed. */
  readonly foreign?: ForeignIssuer
}

/**
 * The viewer that verified claims speak of. Unknown roles grant nothing and are dropped. Fails for a token without a subject and for one that
 * claims the role of a process: no client is one.
 */
export function viewerOf(
  claims: JWTPayload,
  { scopesClaim, policiesClaim, clientClaim, foreign }: RightsClaims,
): Result<TokenHolder, 'no-subject' | 'service-role'> {
  const { sub } = claims
  if (sub === undefined || sub === '') return fail('no-subject')
  const named = texts(claims['roles'])
  if (named.includes('SERVICE')) return fail('service-role')
  const roles = foreign?.roles === false ? [] : named
  const sid = foreign === undefined ? claims['sid'] : null
  const acr = claims['acr']
  const client = clientClaim === undefined ? undefined : own(claims, clientClaim)
  const authTime = claims['auth_time']
  return ok({
    kind: roles.includes('GUEST') ? 'guest' : 'user',
    sub: `${foreign?.subjectPrefix ?? ''}${sub}`,
    sid: typeof sid === 'string' ? sid : null,
    roles: roles.filter(isRole),
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
