import type { Queryable } from '@agora/database/transaction.ts'
import { KEY_RETENTION_MS } from '@agora/idempotency/keyedRequest.ts'

import type { Placement } from './placement.ts'

/** The name under which answers of `checkout` are kept. */
export const CHECKOUT_OPERATION = 'checkout'

/** A request with the same key came first: its order is the answer, or it was another request. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
}

/** Parts of a WITH that write what stands beside the first events of a batch, an insert over columns each; $1 to $19. The keys come first in the house's order of locks. */
export const BIRTHS = `
keys as (
  insert into idempotency_keys as known (actor_sub, operation, key, request_hash, result, created_at)
  select actor, '${CHECKOUT_OPERATION}', key, hash, jsonb_build_object('orderId', order_id), created
    from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::timestamptz[]) as k (actor, key, hash, order_id, created)
   order by actor, key
  on conflict (actor_sub, operation, key) do update
     set request_hash = excluded.request_hash, result = excluded.result, created_at = excluded.created_at
   where known.created_at <= $19 returning 1),
births as (
  insert into checkouts (order_id, cart_id, cart_version)
  select * from unnest($4::text[], $6::text[], $7::int[]) as b (order_id, cart_id, cart_version) order by cart_id),
contacts as (
  insert into order_contacts (id, order_id, email, name, phone, locale, shipping_address, billing_address, created_at, expires_at)
  select id, order_id, email, name, phone, locale, shipping, billing, created, expires
    from unnest($8::text[], $4::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::jsonb[], $5::timestamptz[], $15::timestamptz[])
      as c (id, order_id, email, name, phone, locale, shipping, billing, created, expires)),
processes as (
  insert into checkout_processes (order_id, owner, payment_method, return_url)
  select order_id, $16, method, url from unnest($4::text[], $17::text[], $18::text[]) as p (order_id, method, url))`
const BIRTH = `with ${BIRTHS} select count(*)::int as taken from keys`

const LATEST_MS = 8.64e15

/** What `BIRTHS` is given. */
export function birthValues(placements: readonly Placement[], owner: string): unknown[] {
  const of = <Value>(read: (placement: Placement) => Value): Value[] => placements.map(read)
  return [
    of(({ request }) => request.actorSub),
    of(({ request }) => request.key),
    of(({ request }) => request.hash),
    of(({ orderId }) => orderId),
    of(({ contact }) => contact.createdAt),
    of(({ placed }) => placed.cartId),
    of(({ cartVersion }) => cartVersion),
    of(({ contact }) => contact.id),
    of(({ contact }) => contact.email),
    of(({ contact }) => contact.name),
    of(({ contact }) => contact.phone),
    of(({ contact }) => contact.locale),
    of(({ contact }) => JSON.stringify(contact.shippingAddress)),
    of(({ contact }) => (contact.billingAddress === null ? null : JSON.stringify(contact.billingAddress))),
    of(({ contact }) => contact.expiresAt),
    owner,
    of(({ means }) => means.paymentMethod),
    of(({ means }) => means.returnUrl),
    // A key that is past its time is as good as free.
    new Date(Math.min(...of(({ contact }) => contact.createdAt.getTime()), LATEST_MS) - KEY_RETENTION_MS),
  ]
}

/** Writes all that stands beside the first event of these orders. Throws KeyTaken when one of the requests was made before. */
export async function writeBirths(client: Queryable, placements: readonly Placement[], owner: string): Promise<void> {
  const values = birthValues(placements, owner)
  const { rows } = await client.query<{ taken: number }>({ name: 'checkout_births', text: BIRTH, values })
  if (rows[0]?.taken !== placements.length) throw new KeyTaken()
}

const SETTLE = `
with dead as (update checkouts set alive = false where order_id = any($1::text[])),
gone as (delete from checkout_processes where order_id = any($2::text[]))
insert into checkout_processes as p (order_id) select unnest($3::text[])
on conflict (order_id) do update set next_at = now(), attempts = 0, wakes = p.wakes + 1`

/** What becomes of orders beside their events. */
export interface Settled {
  /** Orders that are no sale: their carts may be ordered again. */
  readonly cancelled: readonly string[]
  /** Orders of which nothing is open any more. */
  readonly over: readonly string[]
  /** Orders that somebody gave something to do. */
  readonly woken: readonly string[]
}

/** Writes what follows for the tables beside the events. */
export async function writeSettled(client: Queryable, { cancelled, over, woken }: Settled): Promise<void> {
  if (cancelled.length + over.length + woken.length === 0) return
  await client.query({ name: 'checkout_settle', text: SETTLE, values: [cancelled, over, woken] })
}
