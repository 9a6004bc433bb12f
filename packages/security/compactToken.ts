import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { createBoundedMap } from './boundedMap.ts'
import type { Key, KeyFolder } from './keyFolder.ts'

/** Why a token of ours was not accepted. Never shown to its bearer; only logged. */
export type TokenFault = 'malformed' | 'wrong-type' | 'unknown-key' | 'forged' | 'wrong-audience' | 'expired' | 'too-long-lived' | 'wrong-claims'

/** No token between processes lives longer. */
export const MAX_LIFE_SECONDS = 60
/** How far the clocks of two machines may be apart. */
export const SKEW_SECONDS = 5
const MAX_LENGTH = 8192
const ALGORITHM = 'HS256'

/** What every token of ours says, in seconds since 1970. */
export interface TokenTimes {
  readonly aud: string
  readonly iat: number
  readonly exp: number
}

/** Claims of a token that holds: times and audience have been looked at, the rest has not. */
export type CheckedClaims = TokenTimes & Readonly<Record<string, unknown>>

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
  const signed = `${headerOf(typ, key)}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${signed}.${macOf(signed, key)}`
}

/** A token that was read and not checked: nothing it says is to be believed. */
export interface UncheckedToken {
  readonly typ: string
  readonly kid: string
  readonly claims: Readonly<Record<string, unknown>>
  /** What its MAC must be of. */
  readonly signed: string
  readonly mac: string
}

/** There are as many headers as keys and types. What is kept here was read, not believed. */
const knownHeaders = createBoundedMap<string, NamedKey>(100)

interface NamedKey {
  readonly typ: string
  readonly kid: string
}

/** Takes a token apart; undefined when it is none of ours by its form. */
export function readCompact(text: string): UncheckedToken | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const [header = '', payload = '', mac = '', ...rest] = text.split('.')
  if (rest.length > 0 || mac === '') return undefined
  const named = knownHeaders.get(header) ?? headerFields(header)
  const claims = named === undefined ? undefined : parseObject(payload)
  return named === undefined || claims === undefined ? undefined : { ...named, claims, signed: `${header}.${payload}`, mac }
}

/** Checks a token that was read and answers its claims, of which only the times and the audience have been looked at. */
export function checkCompact({ typ, kid, claims, signed, mac }: UncheckedToken, expected: Expected): Result<CheckedClaims, TokenFault> {
  if (typ !== expected.typ) return fail('wrong-type')
  const key = expected.keys.find(kid)
  if (key === undefined) return fail('unknown-key')
  // The text of the MAC is compared, not its bytes, so that no second spelling of it passes.
  if (!sameText(mac, macOf(signed, key))) return fail('forged')
  return checkTimes(claims, expected.audience, expected.now / 1000)
}

/** Reads and checks a token whose keys are known beforehand. */
export function verifyCompact(text: string, expected: Expected): Result<CheckedClaims, TokenFault> {
  const read = readCompact(text)
  return read === undefined ? fail('malformed') : checkCompact(read, expected)
}

function checkTimes(claims: UncheckedToken['claims'], audience: string, now: number): Result<CheckedClaims, TokenFault> {
  const { aud, iat, exp } = claims
  if (aud !== audience) return fail('wrong-audience')
  if (typeof iat !== 'number' || typeof exp !== 'number') return fail('wrong-claims')
  if (exp <= now) return fail('expired')
  if (exp - iat > MAX_LIFE_SECONDS || iat > now + SKEW_SECONDS) return fail('too-long-lived')
  return ok({ ...claims, aud: audience, iat, exp })
}

function headerOf(typ: string, key: Key): string {
  const { headers } = prepared(key)
  const known = headers.get(typ)
  if (known !== undefined) return known
  const header = Buffer.from(JSON.stringify({ alg: ALGORITHM, typ, kid: key.kid })).toString('base64url')
  headers.set(typ, header)
  return header
}

/** The header is read only to choose what to check; the one algorithm there is never comes from it. */
function headerFields(header: string): NamedKey | undefined {
  const fields = parseObject(header)
  if (fields === undefined || fields['alg'] !== ALGORITHM || Object.hasOwn(fields, 'crit')) return undefined
  const { typ, kid } = fields
  if (typeof typ !== 'string' || typeof kid !== 'string') return undefined
  knownHeaders.set(header, { typ, kid })
  return { typ, kid }
}

function macOf(signed: string, key: Key): string {
  return createHmac('sha256', prepared(key).secret).update(signed).digest('base64url')
}

interface PreparedKey {
  readonly secret: KeyObject
  /** By `typ`. */
  readonly headers: Map<string, string>
}

const preparedKeys = new WeakMap<Key, PreparedKey>()

/** What is the same for every token under a key. */
function prepared(key: Key): PreparedKey {
  const known = preparedKeys.get(key)
  if (known !== undefined) return known
  const made = { secret: createSecretKey(key.secret), headers: new Map<string, string>() }
  preparedKeys.set(key, made)
  return made
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
