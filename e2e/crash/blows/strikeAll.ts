import pg from 'pg'

import type { CrashStack } from '../harness/crashStack.ts'
import { shownBlow, type Blow } from './blow.ts'
import { createWatch } from './moments.ts'
import { OWNER, ownsOrders } from './planBlows.ts'
import { strike, type Struck } from './strike.ts'
import { busiestOwner } from './takeover.ts'

const TELL_EVERY = 25

/** Strikes blow after blow. Whoever is down, or cut off, is not struck again before it is back; all others go on being struck. */
export async function strikeAll(stack: CrashStack, blows: readonly Blow[], tell: (line: string) => void): Promise<Struck[]> {
  const open = (url: string): pg.Pool => new pg.Pool({ connectionString: url, max: 4 }).on('error', () => undefined)
  const pools = {
    orders: open(stack.urls.orders.ownerUrl),
    payments: open(stack.urls.payments.ownerUrl),
    products: open(stack.urls.products.ownerUrl),
  }
  const watch = createWatch(pools)
  const busy = new Map<string, Promise<void>>()
  const struck: Struck[] = []
  for (const planned of blows) {
    // Whatever needs the database is not back before it is.
    await (planned.alone === true ? Promise.all(busy.values()) : busy.get('database'))
    const inTime = await watch.until(planned.moment)
    const blow = planned.target === OWNER ? { ...planned, target: await ownerIn(stack, pools.orders) } : planned
    await busy.get(blow.target)
    const from = performance.now()
    const outcome = strike({ stack, orders: pools.orders }, blow).then((came) => {
      struck.push({ blow, inTime, from, until: performance.now(), ...came })
      if (struck.length % TELL_EVERY === 0) tell(`${struck.length} of ${blows.length}, the last: ${shownBlow(blow)}`)
    })
    // What never comes back ends the run below, and must not be an unhandled rejection until then.
    outcome.catch(() => undefined)
    busy.set(blow.target, outcome)
  }
  await Promise.all(busy.values())
  await Promise.all(Object.values(pools).map((pool) => pool.end()))
  return struck
}

/** The process of orders that has most in hand; any, when none has. */
async function ownerIn({ victims }: CrashStack, orders: pg.Pool): Promise<string> {
  const pid = await busiestOwner(orders).catch(() => undefined)
  const owners = [...victims.values()].filter(({ name }) => ownsOrders(name))
  return (owners.find((victim) => victim.pid === pid) ?? owners[0])?.name ?? OWNER
}
