import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { anonymous, isSignedIn, type Viewer } from '@agora/security/viewer.ts'

import type { VerifyToken } from './accessTokens.ts'
import type { Revocations } from './revocations.ts'
import type { RouterViewer } from './routerViewer.ts'

/** Tells who asks, by the Authorization header alone. */
export interface Identity {
  /** No header is nobody in particular; a header that does not hold is an error for the whole request. */
  identify(authorization: string | undefined): Promise<Result<RouterViewer, GraphQLError>>
  /** Null, or why nothing may be changed in the viewer's name at present. */
  refuseChanges(viewer: Viewer): GraphQLError | null
}

/** How tokens are judged. */
export interface IdentityParts {
  /** Null where the router was given no keys. */
  readonly verify: VerifyToken | null
  /** Null where sessions cannot be ended before their tokens expire. */
  readonly revocations: Pick<Revocations, 'isRevoked' | 'freshness'> | null
}

const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i

/**
 * Fails closed: a router without keys refuses every token rather than treat its bearer as nobody, for a client that believes
 * itself signed in must not be answered as if it were not.
 */
export function createIdentity({ verify, revocations }: IdentityParts): Identity {
  return {
    async identify(authorization) {
      if (authorization === undefined) return ok(anonymous)
      const token = BEARER.exec(authorization.trim())?.[1]
      if (token === undefined) return fail(unauthenticated('The Authorization header must be "Bearer", a space and an access token.'))
      if (verify === null) return fail(unauthenticated('This router was started without keys, so it accepts no access token.'))
      const verified = await verify(token)
      if (!verified.ok && verified.error === 'keys-unavailable') return fail(unavailable('Access tokens cannot be verified at present.'))
      if (!verified.ok)
        return fail(unauthenticated('The access token is not accepted: it is expired, not yet valid, forged, or meant for someone else.'))
      const { sid } = verified.value
      if (sid !== null && revocations?.isRevoked(sid) === true) return fail(unauthenticated('The session was ended.'))
      return verified
    },
    refuseChanges(viewer) {
      if (revocations === null || !isSignedIn(viewer)) return null
      const freshness = revocations.freshness()
      if (freshness === 'fresh' || freshness === 'stale') return null
      return unavailable('It cannot be told at present whether the session was ended, so nothing is changed in its name.')
    },
  }
}

function unauthenticated(message: string): GraphQLError {
  return codedError('UNAUTHENTICATED', message)
}

function unavailable(message: string): GraphQLError {
  return codedError('IDENTITY_UNAVAILABLE', message)
}
