import { z } from 'zod'

import { isId } from '@agora/ids/typeId.ts'
import { parseAmountMinor } from '@agora/money/money.ts'
import { isLine } from '@agora/subgraph-kit/inputFields.ts'

import type { ProductSort } from './productQuery.ts'

/** Where a product stands in a list: the text of its sort key, then its id. */
export type SortPosition = readonly [key: string, id: string]

interface SortSql {
  /** The sort key of a product `p`, of its price range `r` or of the search `$search`. */
  readonly key: string
  /** The type that the key's text is read back as. */
  readonly type: 'int8' | 'text' | 'int4'
  readonly direction: 'ASC' | 'DESC'
}

const UNPRICED = '9223372036854775807'

/** How each sort is said in SQL. Each is indexed where a shop's whole catalogue is listed: NEWEST and NAME. */
export const sorts: Readonly<Record<ProductSort, SortSql>> = {
  NEWEST: { key: 'p.created_at', type: 'int8', direction: 'DESC' },
  NAME: { key: 'lower(p.name)', type: 'text', direction: 'ASC' },
  PRICE_ASC: { key: `coalesce(r.min_minor, ${UNPRICED})`, type: 'int8', direction: 'ASC' },
  PRICE_DESC: { key: 'coalesce(r.min_minor, 0)', type: 'int8', direction: 'DESC' },
  RELEVANCE: {
    key: `round(1000 * (ts_rank('{0.05, 0.2, 0.4, 1.0}', p.search, websearch_to_tsquery('english', $search)) + word_similarity($search, p.name)))::int4`,
    type: 'int4',
    direction: 'DESC',
  },
}

const keyShapes: Readonly<Record<SortSql['type'], (key: string) => boolean>> = {
  int8: (key) => parseAmountMinor(key) !== undefined,
  int4: (key) => /^\d{1,9}$/.test(key),
  text: (key) => key.length <= 400 && isLine(key),
}

/** The positions that a cursor of this sort may hold; anything else never reaches SQL. */
export function positionShape(sort: ProductSort): z.ZodType<SortPosition> {
  return z.tuple([z.string().refine(keyShapes[sorts[sort].type]), z.string().refine((id) => isId('Product', id))])
}
