import type { Queryable } from '@agora/database/transaction.ts'

const READ = `
select r.order_id || '/' || r.id as key, r.text
  from unnest($1::text[]) as wanted (key)
  join order_reasons r on r.order_id = split_part(wanted.key, '/', 1) and r.id = split_part(wanted.key, '/', 2)
 where r.expires_at > now()`

/** How what was said about an order is asked for. */
export const reasonKey = (orderId: string, reasonId: string): string => `${orderId}/${reasonId}`

/** What was said, by key; one statement. What was erased or has expired is absent. */
export async function readReasons(client: Queryable, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ key: string; text: string }>({ name: 'order_reasons', text: READ, values: [keys] })
  return new Map(rows.map(({ key, text }) => [key, text]))
}
