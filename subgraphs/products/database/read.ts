import type { Queryable } from '@agora/database/transaction.ts'

/** A row as PostgreSQL sends it: no type parsers run, each mapper reads the text it needs. */
export type Row = readonly (string | null)[]

/** A statement that each connection prepares once. Two texts must never share a name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

const asText = { getTypeParser: () => (text: string | Buffer) => text }

/** Runs a prepared statement lean: an array a row, columns as text. */
export async function read(database: Queryable, { name, text }: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await database.query<(string | null)[]>({ name, text, values: [...values], rowMode: 'array', types: asText })
  return rows
}

/** The same for a statement with too many shapes to keep prepared: planned for its values each time. */
export async function readOnce(database: Queryable, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await database.query<(string | null)[]>({ text, values: [...values], rowMode: 'array', types: asText })
  return rows
}

/** A column that is never null. */
export function text(row: Row, column: number): string {
  const value = row[column]
  if (value === null || value === undefined) throw new TypeError(`Column ${column} is null`)
  return value
}

/** A column of whole numbers that fit a double. */
export const number = (row: Row, column: number): number => Number(text(row, column))

/** A time selected with `epoch`, in milliseconds since 1970. */
export const optionalNumber = (row: Row, column: number): number | null => {
  const value = row[column]
  return value === null || value === undefined ? null : Number(value)
}

/** The SQL of a time in whole milliseconds since 1970. */
export const epoch = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::int8`

/** An array of ids: they hold no character that PostgreSQL would quote. */
export const idArray = (row: Row, column: number): readonly string[] => {
  const inner = text(row, column).slice(1, -1)
  return inner === '' ? [] : inner.split(',')
}
