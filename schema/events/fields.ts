import { z } from 'zod'

import { currencies, type CurrencyCode } from '@agora/money/money.ts'

/** The id of a thing, such as `ord_…`. */
export const id = z.string().min(1).max(64)
/** Who did it: a `sub`, or the name of a process. */
export const subject = z.string().min(1).max(64)
/** ISO 4217. */
export const currency = z.enum(Object.keys(currencies) as [CurrencyCode, ...CurrencyCode[]])
/** Minor units in decimal digits: JSON numbers lose precision. */
export const amount = z.string().regex(/^-?(?:0|[1-9]\d{0,18})$/)
/** Pieces of something. */
export const quantity = z.int().min(1).max(1_000_000)
/** ISO 8601, UTC. */
export const instant = z.iso.datetime()
/** A stable word that a program may branch on. */
export const code = z.string().min(1).max(64)
/** A sentence that nobody's name or address may stand in. */
export const reason = z.string().max(500)
