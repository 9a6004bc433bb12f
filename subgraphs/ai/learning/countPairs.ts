import type { Queryable } from '@agora/database/transaction.ts'

import { inOrder, type Pairs } from './pairs.ts'

const COUNT = `INSERT INTO product_pairs AS p (first, second, buyers) SELECT f, s, 1 FROM unnest($1::text[], $2::text[]) AS u(f, s)
  ON CONFLICT (first, second) DO UPDATE SET buyers = p.buyers + 1`

const UNCOUNT = `UPDATE product_pairs p SET buyers = greatest(p.buyers - 1, 0) FROM unnest($1::text[], $2::text[]) AS u(f, s) WHERE p.first = f AND p.second = s`

/** One buyer more has bought both of each pair. */
export const countPairs = (client: Queryable, pairs: Pairs): Promise<void> => write(client, COUNT, pairs)

/** One buyer fewer has. */
export const uncountPairs = (client: Queryable, pairs: Pairs): Promise<void> => write(client, UNCOUNT, pairs)

async function write(client: Queryable, statement: string, { first, second }: Pairs): Promise<void> {
  if (first.length > 0) await client.query(statement, [first, second])
}

/** Of one buyer's pairs before and now: those that are gone, and those that have come. A buyer counts once for a pair. */
export function difference(before: readonly Pairs[], now: readonly Pairs[]): { readonly gone: Pairs; readonly come: Pairs } {
  const [old, young] = [keysOf(before), keysOf(now)]
  return { gone: inOrder([...old.difference(young)].map(split)), come: inOrder([...young.difference(old)].map(split)) }
}

const BETWEEN = ' '
const keysOf = (some: readonly Pairs[]): Set<string> =>
  new Set(some.flatMap(({ first, second }) => first.map((one, nth) => `${one}${BETWEEN}${second[nth] ?? ''}`)))

function split(key: string): readonly [string, string] {
  const [one = '', other = ''] = key.split(BETWEEN)
  return [one, other]
}
