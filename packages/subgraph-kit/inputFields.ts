import { z } from 'zod'

// PostgreSQL keeps neither NUL nor halves of surrogate pairs; other control characters have no business in a text, and neither have the marks that
// turn the direction of what follows: a name must not rearrange the page it stands on.
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u
const BREAKS = /[\t\n\r]/g

const bounds = (min: number, max: number): string => (min === 0 ? `must have at most ${max} characters` : `must have ${min}–${max} characters`)

/** Whether a text can be kept on one line: well-formed and without control characters. */
export const isLine = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text)

/** Text, trimmed and composed (NFC), within these bounds in characters, as PostgreSQL counts them. */
function composed(min: number, max: number) {
  return z
    .string()
    .max(max * 4, bounds(min, max))
    .transform((text) => text.trim().normalize('NFC'))
    .refine(
      (text) => {
        const length = Array.from(text).length
        return length >= min && length <= max
      },
      bounds(min, max),
    )
}

/** One line of text, trimmed and composed (NFC), within these bounds in characters. */
export const line = (min: number, max: number) => composed(min, max).refine(isLine, 'must not hold control characters')

/** Text of several lines, trimmed and composed (NFC), of at most so many characters. */
export const prose = (max: number) =>
  composed(0, max).refine((text) => isLine(text.replaceAll(BREAKS, ' ')), 'must not hold control characters other than line breaks')

/** A whole number within these bounds. */
export function whole(min: number, max: number) {
  const message = `must be a whole number between ${min.toLocaleString('en')} and ${max.toLocaleString('en')}`
  return z.int(message).min(min, message).max(max, message)
}

/** The version that an edit was made from, as an `integer` of PostgreSQL holds it. */
export const version = whole(1, 2_147_483_647)
