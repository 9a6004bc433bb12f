import { decodeJwt } from 'jose'

import { fail } from '@agora/errors/result.ts'
import { createBoundedMap } from '@agora/security/boundedMap.ts'

import { LONGEST_TOKEN, type VerifyToken } from './accessTokens.ts'

const REMEMBERED = 10_000

/**
 * Verifies a token with the keys and rules of the issuer that it names, and of no other: what a token says before it is verified chooses by whom it has to
 * be signed, never which keys are good enough. Key ids are each issuer's own, and addresses of keys in a token's header are not read.
 */
export function verifyByIssuer(verifiers: ReadonlyMap<string, VerifyToken>): VerifyToken {
  const chosen = createBoundedMap<string, VerifyToken>(REMEMBERED)
  return async (token) => {
    if (token.length > LONGEST_TOKEN) return fail('not-accepted')
    const known = chosen.get(token)
    if (known !== undefined) return known(token)
    const verify = verifiers.get(issuerOf(token) ?? '')
    if (verify === undefined) return fail('not-accepted')
    const verified = await verify(token)
    if (verified.ok) chosen.set(token, verify)
    return verified
  }
}

function issuerOf(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss : undefined
  } catch {
    return undefined
  }
}
