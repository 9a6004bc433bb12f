import type { Queryable } from '@agora/database/transaction.ts'

import type { PaymentMeans } from './participants.ts'
import type { Rest } from './rest.ts'
import { ALIVE_RUNNERS } from './runnerStatements.ts'

/** What stands beside the stream of an order that is under way. */
export interface Process {
  readonly orderId: string
  readonly owner: string | null
  readonly attempts: number
  readonly wakes: number
  readonly means: PaymentMeans
}

interface ProcessRow {
  readonly order_id: string
  readonly owner: string | null
  readonly attempts: number
  readonly wakes: number
  readonly payment_method: string | null
  readonly return_url: string | null
}

const COLUMNS = 'p.order_id, p.owner, p.attempts, p.wakes, p.payment_method, p.return_url'

function processOf({ order_id: orderId, owner, attempts, wakes, payment_method: paymentMethod, return_url: returnUrl }: ProcessRow): Process {
  return { orderId, owner, attempts, wakes, means: { paymentMethod, returnUrl } }
}

/** The row of an order; undefined when nothing of it is under way. */
export async function readProcess(client: Queryable, orderId: string): Promise<Process | undefined> {
  const text = `select ${COLUMNS} from checkout_processes p where p.order_id = $1`
  const { rows } = await client.query<ProcessRow>({ name: 'checkout_process', text, values: [orderId] })
  return rows[0] === undefined ? undefined : processOf(rows[0])
}

// Due, and in nobody's hands: nobody's, a dead runner's, or mine without my knowing, as after an error of the database. Whoever is dead to the others takes
// nothing: they would take it from him at once, and what he has in hand already he must not take for a dead runner's.
const TAKE = `
with alive as materialized (${ALIVE_RUNNERS}),
due as (
  select d.order_id, d.owner as before from checkout_processes d
   where d.next_at <= now() and ($3::text[] is null or d.order_id = any($3))
     and $1 in (select owner from alive)
     and (d.owner is null or d.owner not in (select owner from alive) or ($2::text[] is not null and d.owner = $1 and d.order_id <> all($2)))
   order by d.next_at limit $4 for update skip locked)
update checkout_processes p set owner = $1 from due where p.order_id = due.order_id
returning ${COLUMNS}, due.before is distinct from null and due.before <> $1 as "takenOver"`

/** Which rows to take. */
export interface Taking {
  readonly owner: string
  /** Orders in this process's hands, to find its rows that are in nobody's; null to leave its own rows alone. */
  readonly active: readonly string[] | null
  /** These alone; null for whatever is due. */
  readonly only: readonly string[] | null
  readonly limit: number
}

/** A row that is this runner's now. */
export interface Taken extends Process {
  /** It was a dead runner's. */
  readonly takenOver: boolean
}

/** Takes due rows that are in nobody's hands, oldest first. Rows that somebody is taking are skipped. */
export async function takeProcesses(client: Queryable, { owner, active, only, limit }: Taking): Promise<Taken[]> {
  const values = [owner, active, only, limit]
  const { rows } = await client.query<ProcessRow & { takenOver: boolean }>({ name: 'checkout_take', text: TAKE, values })
  return rows.map((row) => ({ ...processOf(row), takenOver: row.takenOver }))
}

const LET_GO = `
update checkout_processes set owner = null, attempts = $4, error = $5,
       next_at = case when $6::float8 is null then 'infinity' else now() + $6 * interval '1 ms' end
 where order_id = $1 and owner = $2 and wakes = $3`

/** Gives an order out of this process's hands. False when it was woken meanwhile, or is not this runner's any more. */
export async function letGo(client: Queryable, { orderId, owner, wakes }: Process, rest: Exclude<Rest, { kind: 'none' | 'over' }>): Promise<boolean> {
  const attempts = rest.kind === 'failed' ? rest.attempts : 0
  const error = rest.kind === 'waiting' ? null : rest.error
  const forMs = rest.kind === 'parked' ? null : rest.forMs
  const { rowCount } = await client.query({ name: 'checkout_let_go', text: LET_GO, values: [orderId, owner, wakes, attempts, error, forMs] })
  return rowCount === 1
}

/** Forgets an order that turned out to have nothing open. */
export async function forgetProcess(client: Queryable, { orderId, wakes }: Process): Promise<boolean> {
  const text = 'delete from checkout_processes where order_id = $1 and wakes = $2'
  const { rowCount } = await client.query({ name: 'checkout_forget', text, values: [orderId, wakes] })
  return rowCount === 1
}

/** Has these orders looked at at once, where they are under way at all. */
export async function wakeProcesses(client: Queryable, orderIds: readonly string[]): Promise<void> {
  const text = 'update checkout_processes set next_at = now(), wakes = wakes + 1 where order_id = any($1::text[])'
  await client.query({ name: 'checkout_wake', text, values: [orderIds] })
}

/** What a process parked because it did not know an event, for a newer release to look at. */
export const UNKNOWN_EVENT = 'UNKNOWN_EVENT'

/** What a process parked because its events cannot follow each other. */
export const ILLEGAL_TRANSITION = 'ILLEGAL_TRANSITION'

/** Has an order looked at that was parked because its stream could not be read; false when it stands still for another reason, or not at all. */
export async function wakeUnread(client: Queryable, orderId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update checkout_processes set next_at = now(), wakes = wakes + 1
      where order_id = $1 and next_at = 'infinity' and error ~ '^(${UNKNOWN_EVENT}|${ILLEGAL_TRANSITION}):'`,
    [orderId],
  )
  return rowCount === 1
}

/** Has orders looked at that were parked because of an event that another release did not know; answers their ids. */
export async function wakeUnknown(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ order_id: string }>({
    name: 'checkout_wake_unknown',
    text: `update checkout_processes set next_at = now(), wakes = wakes + 1
            where error like '${UNKNOWN_EVENT}%' and next_at = 'infinity' returning order_id`,
  })
  return rows.map(({ order_id: orderId }) => orderId)
}

/** How many orders wait for a person. */
export async function countParked(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ parked: number }>({
    name: 'checkout_parked',
    text: `select count(*)::int as parked from checkout_processes where next_at = 'infinity'`,
  })
  return rows[0]?.parked ?? 0
}
