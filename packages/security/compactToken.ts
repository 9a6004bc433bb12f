import { createHmac, timingSafeEqual } from 'node:crypto'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Key, KeyFolder } from './keyFolder.ts'

/** Why a token of ours was not accepted. Never shown to its bearer; only logged. */
export type TokenFault = 'malformed' | 'wrong-type' | 'unknown-key' | 'forged' | 'wrong-audience' | 'expired' | 'too-long-lived' | 'wrong-claims'

/** No token between processes lives longer. */
export const MAX_LIFE_SECONDS = 60
/** How far the clocks of two machines may be apart. */
const SKEW_SECONDS = 5
const MAX_LENGTH = 8192
const ALGORITHM = 'HS256'

/** What every token of ours says, in seconds since 1970. */
export interface TokenTimes {
  readonly aud: string
  readonly iat: number
  readonly exp: number
}

/** What a verifier expects of a token before it looks at its claims. */
export interface Expected {
  readonly typ: string
  readonly audience: string
  readonly keys: KeyFolder
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Signs claims as a JSON Web Signature in compact form (RFC 7515) with HMAC-SHA256. */
export function signCompact(typ: string, key: Key, claims: TokenTimes & Readonly<Record<string, unknown>>): string {
  const signed = `${headerOf(typ, key.kid)}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${signed}.${macOf(signed, key)}`
}

/** Checks a token and answers its claims, of which only the times and the audience have been looked at. */
export function verifyCompact(text: string, { typ, audience, keys, now }: Expected): Result<Record<string, unknown>, TokenFault> {
  if (text.length > MAX_LENGTH) return fail('malformed')
  const [header = '', payload = '', mac = '', ...rest] = text.split('.')
  if (rest.length > 0 || mac === '') return fail('malformed')
  const named = headerFields(header)
  if (named === undefined) return fail('malformed')
  if (named.typ !== typ) return fail('wrong-type')
  const key = keys.find(named.kid)
  if (key === undefined) return fail('unknown-key')
  // The text of the MAC is compared, not its bytes, so that no second spelling of it passes.
  if (!sameText(mac, macOf(`${header}.${payload}`, key))) return fail('forged')
  return checkTimes(payload, audience, now / 1000)
}

function checkTimes(payload: string, audience: string, now: number): Result<Record<string, unknown>, TokenFault> {
  const claims = parseObject(payload)
  if (claims === undefined) return fail('malformed')
  const { aud, iat, exp } = claims
  if (aud !== audience) return fail('wrong-audience')
  if (typeof iat !== 'number' || typeof exp !== 'number') return fail('wrong-claims')
  if (exp <= now) return fail('expired')
  if (exp - iat > MAX_LIFE_SECONDS || iat > now + SKEW_SECONDS) return fail('too-long-lived')
  return ok(claims)
}

function headerOf(typ: string, kid: string): string {
  return Buffer.from(JSON.stringify({ alg: ALGORITHM, typ, kid })).toString('base64url')
}

/** The header is read only to choose what to check; the one algorithm there is never comes from it. */
function headerFields(header: string): { typ: string; kid: string } | undefined {
  const fields = parseObject(header)
  if (fields === undefined || fields['alg'] !== ALGORITHM || Object.hasOwn(fields, 'crit')) return undefined
  const { typ, kid } = fields
  return typeof typ === 'string' && typeof kid === 'string' ? { typ, kid } : undefined
}

function macOf(signed: string, { secret }: Key): string {
  return createHmac('sha256', secret).update(signed).digest('base64url')
}

/** Compares in a time that does not tell where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

function parseObject(encoded: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
