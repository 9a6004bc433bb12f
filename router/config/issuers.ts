import { z } from 'zod'

import { isRecord } from '../isRecord.ts'
import { claim } from './claim.ts'

const MOST = 20
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether keys lie at an address, and not in a file. */
export function isAddress(jwks: string): boolean {
  return /^https?:\/\//i.test(jwks)
}

/** Whether keys may be taken from there: a file, or an address that nobody on the way can answer for. */
export function isSafeKeySource(source: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return true
  const url = URL.canParse(source) ? new URL(source) : null
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
}

const issuer = z.strictObject({
  issuer: z.string().min(1),
  jwks: z.string().min(1).refine(isSafeKeySource, 'must be a file, an https address, or an http address of this machine'),
  audience: z.string().optional(),
  tokenType: z.string().optional(),
  scopesClaim: claim.optional(),
  policiesClaim: claim.optional(),
  subjectPrefix: z.string().default(''),
  roles: z.boolean().default(false),
})

/** Further issuers of access tokens, each with keys of its own. */
export const issuers = z
  .array(issuer)
  .max(MOST)
  .refine((all) => new Set(all.map(({ issuer: name }) => name)).size === all.length, 'names an issuer twice')
  .default([])

/** One of them. */
export type IssuerConfig = z.infer<typeof issuer>

/** What decides which rights a token opens. */
const DECISIVE = ['scopesClaim', 'policiesClaim', 'roles']

/** Whether any of what decides about rights is left to a variable, in a config whose variables are not expanded yet. */
export function leavesRightsToVariables({ identity }: { readonly identity?: unknown }): boolean {
  const listed = isRecord(identity) ? identity['issuers'] : undefined
  if (!Array.isArray(listed)) return false
  return listed.some((one) => isRecord(one) && DECISIVE.some((key) => String(one[key] ?? '').includes('${')))
}
