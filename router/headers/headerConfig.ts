import { z } from 'zod'

import { isName, isValue, maySend, mayTell } from './headerNames.ts'

const name = z
  .string()
  .refine(isName, 'must be the name of a header')
  .transform((text) => text.toLowerCase())
const sent = name.refine(maySend, 'is the router’s own to say to subgraphs, or is about a connection or a body')
const told = name.refine(mayTell, 'is the router’s own to say to clients, or is about a connection, a body or one reply alone')
const value = z.coerce.string().refine(isValue, 'must be the value of a header')
const pattern = z.string().refine(compiles, 'must be a regular expression')

function compiles(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

const removals = [z.strictObject({ remove: name }), z.strictObject({ removeMatching: pattern })] as const

const requestRule = z.union([
  z.strictObject({ propagate: sent, as: sent.optional(), default: value.optional() }),
  z.strictObject({ propagateMatching: pattern }),
  z.strictObject({ insert: sent, value }),
  ...removals,
])

const algorithm = z.enum(['first', 'last', 'append']).optional()

const responseRule = z.union([
  z.strictObject({ propagate: told, as: told.optional(), default: value.optional(), algorithm }),
  z.strictObject({ propagateMatching: pattern, algorithm }),
  ...removals,
])

/** The rules of headers, both ways, in the order in which they are applied. */
export const headerRules = { request: z.array(requestRule).default([]), response: z.array(responseRule).default([]) }

const version = z
  .strictObject({
    header: name.default('x-api-version'),
    current: z.string().min(1),
    supported: z.array(z.string().min(1)).default([]),
    deprecated: z.record(z.string(), z.strictObject({ since: z.iso.date(), sunset: z.iso.date().optional(), link: z.url().optional() })).default({}),
  })
  .optional()

/** What a config says of headers. */
export const headersConfig = z.strictObject({ ...headerRules, maxValueBytes: z.coerce.number().int().positive().default(8192), version }).prefault({})

/** A rule that takes headers out again, in either direction. */
export type RemovalRule = z.infer<(typeof removals)[number]>
/** A rule about clients' headers. */
export type RequestRule = z.infer<typeof requestRule>
/** A rule about subgraphs' headers. */
export type ResponseRule = z.infer<typeof responseRule>
/** The versions of the API that are promised. */
export type VersionConfig = NonNullable<z.infer<typeof version>>
