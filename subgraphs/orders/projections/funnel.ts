import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'

const ADD = `
insert into daily_funnel as f (day, carts_started, orders_placed, orders_confirmed) values ($1, $2, $3, $4)
on conflict (day) do update
   set carts_started = f.carts_started + excluded.carts_started, orders_placed = f.orders_placed + excluded.orders_placed,
       orders_confirmed = f.orders_confirmed + excluded.orders_confirmed`

/** Types of events that stand for a station on the way from a cart to a sale. */
export const stations = ['cart.changed', 'order.placed', 'order.confirmed'] as const

/** Counts an event on the day it happened. A cart counts once: when it is changed for the first time. */
export async function count(client: Queryable, { type, version, occurredAt }: StoredEvent): Promise<void> {
  const steps = [type === 'cart.changed' && version === 1, type === 'order.placed', type === 'order.confirmed'].map(Number)
  if (steps.includes(1)) await client.query({ name: 'dailyFunnelAdd', text: ADD, values: [occurredAt.toISOString().slice(0, 10), ...steps] })
}
