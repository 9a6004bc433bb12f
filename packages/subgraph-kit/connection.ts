import type { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'

import { readCursor, writeCursor, type Position } from './cursor.ts'

/** How many nodes a page has when the client does not say. */
const DEFAULT_PAGE = 20
/** How many it may have at most. */
const MAX_PAGE = 100

/** A total order of a list, such as newest first. */
export interface ListOrder<Row, Values extends Position = Position> {
  /** Part of every cursor: a cursor of one order is refused by another. */
  readonly name: string
  /** The shape of a position; anything else in a cursor is refused before it gets near SQL. */
  readonly values: z.ZodType<Values>
  /** The position of a row; its id comes last. */
  readonly positionOf: (row: Row) => Values
}

/** The arguments of a connection field. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** Which rows to fetch. */
export interface Page<Row, Values extends Position = Position> {
  readonly order: ListOrder<Row, Values>
  /** `backward` asks for the rows before the position, nearest first. */
  readonly direction: 'forward' | 'backward'
  /** Rows beyond this position, in the direction; null from the end of the list. */
  readonly position: Values | null
  /** How many nodes the page has at most. */
  readonly limit: number
  /** How many rows to fetch: one more than the page, which tells whether the list goes on. */
  readonly fetch: number
}

/** What a connection field answers. `totalCount` is the resolver's own. */
export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[]
  readonly nodes: readonly Row[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Reads the arguments of a connection field. Throws BAD_USER_INPUT, naming the argument. */
export function parsePage<Row, Values extends Position>(given: PageArguments, order: ListOrder<Row, Values>): Page<Row, Values> {
  const { first, after, last, before } = given
  const backward = (last ?? null) !== null || (before ?? null) !== null
  if (backward && ((first ?? null) !== null || (after ?? null) !== null)) {
    throw codedError('BAD_USER_INPUT', '`first` and `after` page forward, `last` and `before` backward: use one pair')
  }
  const limit = sizeOf(backward ? 'last' : 'first', backward ? last : first)
  const position = positionFrom(backward ? 'before' : 'after', backward ? before : after, order)
  return { order, direction: backward ? 'backward' : 'forward', position, limit, fetch: limit + 1 }
}

function sizeOf(argument: string, size: number | null | undefined): number {
  const asked = size ?? DEFAULT_PAGE
  if (Number.isInteger(asked) && asked >= 1 && asked <= MAX_PAGE) return asked
  throw codedError('BAD_USER_INPUT', `\`${argument}\` must be between 1 and ${MAX_PAGE}`)
}

function positionFrom<Row, Values extends Position>(
  argument: string,
  cursor: string | null | undefined,
  order: ListOrder<Row, Values>,
): Values | null {
  if ((cursor ?? null) === null) return null
  const position = readCursor(cursor ?? '', order.name, order.values)
  if (position !== undefined) return position
  throw codedError('BAD_USER_INPUT', `\`${argument}\` is not a cursor of this list in this order`)
}

/** Makes the answer from the rows that were fetched, up to `page.fetch` of them, in the direction of the page. */
export function toConnection<Row, Values extends Position>(fetched: readonly Row[], page: Page<Row, Values>): Connection<Row> {
  const { order, direction, position, limit } = page
  const more = fetched.length > limit
  const kept = fetched.slice(0, limit)
  const nodes = direction === 'forward' ? kept : kept.reverse()
  const edges = nodes.map((node) => ({ cursor: writeCursor(order.name, order.positionOf(node)), node }))
  const forward = direction === 'forward'
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: forward ? more : position !== null,
      hasPreviousPage: forward ? position !== null : more,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
