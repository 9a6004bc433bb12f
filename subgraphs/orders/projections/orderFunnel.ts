import type { StoredEvent } from '@agora/event-store/event.ts'
import { defineProjection, type Projection } from '@agora/event-store/projection.ts'

import type { CartEvent } from '../../../schema/events/carts.ts'
import type { OrderEvent } from '../../../schema/events/orders.ts'

const ADD = `
insert into daily_funnel as f (generation, day, carts_started, orders_placed, orders_confirmed)
select $1, r.day, sum(r.started), sum(r.placed), sum(r.confirmed)
  from unnest($2::date[], $3::int[], $4::int[], $5::int[]) as r (day, started, placed, confirmed)
 group by r.day
 order by r.day
on conflict (generation, day) do update
   set carts_started = f.carts_started + excluded.carts_started, orders_placed = f.orders_placed + excluded.orders_placed,
       orders_confirmed = f.orders_confirmed + excluded.orders_confirmed`

/** How many came how far on the way from a cart to a sale, each station on the day it was reached. A cart counts when it is changed for the first time. */
export function orderFunnel(): Projection {
  return defineProjection<CartEvent | OrderEvent>({
    name: 'order_funnel',
    version: 1,
    tables: ['daily_funnel'],
    handles: {
      types: ['cart.changed', 'order.placed', 'order.confirmed'],
      async apply(client, events, generation) {
        const counted = events.filter(({ type, version }) => type !== 'cart.changed' || version === 1)
        const is = (type: StoredEvent['type']): number[] => counted.map((event) => Number(event.type === type))
        const days = counted.map(({ occurredAt }) => occurredAt.toISOString().slice(0, 10))
        const values = [generation, days, is('cart.changed'), is('order.placed'), is('order.confirmed')]
        await client.query({ name: 'dailyFunnelAdd', text: ADD, values })
      },
    },
  })
}
