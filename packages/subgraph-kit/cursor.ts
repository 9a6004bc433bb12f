import type { z } from 'zod'

/** A position in a list: the values it is sorted by, the id last so that no two positions are equal. */
export type Position = readonly (string | number | boolean | null)[]

const VERSION = 1
const MAX_LENGTH = 1024

/** Writes a position down. Clients get it as an opaque text; it holds nothing that the row does not show. */
export function writeCursor(order: string, position: Position): string {
  return Buffer.from(JSON.stringify([VERSION, order, ...position])).toString('base64url')
}

/** Reads a cursor back, or undefined when it was tampered with, belongs to another order or to another version of it. */
export function readCursor<Values extends Position>(text: string, order: string, values: z.ZodType<Values>): Values | undefined {
  if (text.length > MAX_LENGTH) return undefined
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(content)) return undefined
    const [version, name, ...position] = content as unknown[]
    if (version !== VERSION || name !== order) return undefined
    return values.safeParse(position).data
  } catch {
    return undefined
  }
}
