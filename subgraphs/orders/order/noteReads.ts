import type { Queryable } from '@agora/database/transaction.ts'

/** What staff wrote about an order. */
export interface OrderNote {
  readonly id: string
  readonly orderId: string
  readonly authorId: string
  readonly text: string
  readonly createdAt: Date
}

/** The most notes that are shown of an order. */
const MOST_NOTES = 100

const READ = `
select n.id, n.order_id as "orderId", n.author_sub as "authorId", n.text, n.created_at as "createdAt"
  from unnest($1::text[]) as o (id)
 cross join lateral (select * from order_notes where order_id = o.id order by created_at, id limit ${MOST_NOTES}) n
 order by n.created_at, n.id`

/** The notes of these orders, oldest first; one statement. */
export async function readNotes(client: Queryable, orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderNote[]>> {
  const { rows } = await client.query<OrderNote>({ name: 'order_notes', text: READ, values: [orderIds] })
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

/** Keeps the text of a note, which no event carries. */
export async function writeNote(client: Queryable, note: OrderNote): Promise<void> {
  await client.query('insert into order_notes (id, order_id, author_sub, text, created_at) values ($1, $2, $3, $4, $5)', [
    note.id,
    note.orderId,
    note.authorId,
    note.text,
    note.createdAt,
  ])
}
