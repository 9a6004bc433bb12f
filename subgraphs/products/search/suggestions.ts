import type { Queryable } from '@agora/database/transaction.ts'

import { read, text } from '../database/read.ts'

/** What the beginning of a search may become. */
export interface SearchSuggestion {
  readonly text: string
  readonly kind: 'PRODUCT' | 'BRAND' | 'CATEGORY'
}

/** Text that LIKE takes literally. */
export function escapeLike(literal: string): string {
  return literal.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

const found = (name: string): string => `(${name} ILIKE $2 OR ${name} ILIKE $3 OR $1::text <% ${name})`
const score = (name: string): string =>
  `(CASE WHEN ${name} ILIKE $2 THEN 3 WHEN ${name} ILIKE $3 THEN 2 ELSE 0 END + word_similarity($1::text, ${name}))`

const suggest = {
  name: 'search_suggestions',
  text: `SELECT text, kind FROM (
    (SELECT p.name AS text, 'PRODUCT' AS kind, 1 AS tier, ${score('p.name')} AS score
      FROM product p WHERE p.status = 'PUBLISHED' AND ${found('p.name')} GROUP BY p.name ORDER BY score DESC, text LIMIT $4)
    UNION ALL
    (SELECT b.brand, 'BRAND', 2, ${score('b.brand')}
      FROM (SELECT DISTINCT brand FROM product WHERE status = 'PUBLISHED') b WHERE ${found('b.brand')} ORDER BY 4 DESC, 1 LIMIT $4)
    UNION ALL
    (SELECT c.name, 'CATEGORY', 3, ${score('c.name')} FROM category c WHERE ${found('c.name')} GROUP BY c.name ORDER BY 4 DESC, 1 LIMIT $4)
  ) all_kinds ORDER BY score DESC, tier, lower(text), text LIMIT $4`,
}

/** Names of published products, brands and categories that begin with the text, have a word that does, or are written nearly so. */
export async function searchSuggestions(database: Queryable, typed: string, first: number): Promise<SearchSuggestion[]> {
  const literal = escapeLike(typed)
  const rows = await read(database, suggest, [typed, `${literal}%`, `% ${literal}%`, first])
  return rows.map((row) => ({ text: text(row, 0), kind: text(row, 1) as SearchSuggestion['kind'] }))
}
