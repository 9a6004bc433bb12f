import { domainToASCII, domainToUnicode } from 'node:url'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { isOfOneScript, skeleton } from './lookAlikes.ts'

/** An address that could receive mail. */
export interface EmailAddress {
  /** As its owner wrote it, in composed form, the domain in lower case. */
  readonly address: string
  /** What is compared: equal for all spellings that a person takes for the same. */
  readonly key: string
}

/** Why a text is not taken for an address. */
export type EmailFault = 'malformed' | 'mixed-scripts'

const MAX_LENGTH = 254 // RFC 5321 §4.5.3.1.3, less the angle brackets
const MAX_LOCAL_BYTES = 64
const UNSEEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/**
 * Reads an e-mail address from outside. Compatibility forms are folded (NFKC) and letter case is ignored in both parts, for no
 * provider of note tells `Ann@` from `ann@`. A part that mixes alphabets is refused; one written wholly in another alphabet is
 * taken, but compared by its Latin skeleton, so that a look-alike never becomes a second account.
 */
export function parseEmail(text: string): Result<EmailAddress, EmailFault> {
  const composed = text
    .slice(0, MAX_LENGTH * 2)
    .trim()
    .normalize('NFKC')
  const at = composed.lastIndexOf('@')
  const local = composed.slice(0, Math.max(at, 0))
  const asciiDomain = domainToASCII(composed.slice(at + 1))
  const wellFormed =
    text.length <= MAX_LENGTH &&
    !UNSEEN.test(composed) &&
    LOCAL.test(local) &&
    Buffer.byteLength(local) <= MAX_LOCAL_BYTES &&
    DOMAIN.test(asciiDomain)
  if (!wellFormed) return fail('malformed')
  const domain = domainToUnicode(asciiDomain)
  if (![local, ...domain.split('.')].every(isOfOneScript)) return fail('mixed-scripts')
  return ok({ address: `${local}@${domain}`, key: `${skeleton(local.toLowerCase())}@${skeleton(domain)}` })
}
