import { eventId, type EventMetadata } from '@agora/event-store/event.ts'
import { VersionConflict } from '@agora/event-store/versionConflict.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'
import { decide, type Answered } from './decide.ts'
import type { OrderLog } from './orderLog.ts'
import type { Perform } from './participants.ts'
import type { Process } from './processes.ts'
import { attemptsOf, restOf, type Patience, type Rest } from './rest.ts'
import { next } from './steps.ts'

/** An order that is under way, as it is written down. */
export interface Standing {
  readonly order: Order
  readonly process: Process
  /** The request that everything follows from. */
  readonly correlationId: string
}

/** What driving needs. */
export interface DriveParts {
  readonly log: OrderLog
  readonly perform: Perform
  readonly patience: Patience
  readonly clock: () => Date
  /** The order anew; undefined when nothing of it is under way any more, or it is in the hands of another. */
  readonly reload: (orderId: string) => Promise<Standing | undefined>
  /** Gives it out of hand; false when there is a reason to look again. */
  readonly rest: (process: Process, rest: Exclude<Rest, { kind: 'none' }>) => Promise<boolean>
  /** Called after something was written. */
  readonly decided: (order: Order, what: { readonly events: readonly OrderEvent[]; readonly correlationId: string }) => void
}

/** Safe to hold back: the call that gave the answer can be repeated by its key, and nobody was told. */
const mayWait = (events: readonly OrderEvent[]): boolean => events.length > 0 && events.every(({ type }) => type === 'order.stockReserved')

/** Asks, decides and writes until the order comes to rest; answers it as it is then, or undefined when another has taken it and its stream knows. */
export async function drive(start: Standing, parts: DriveParts): Promise<Order | undefined> {
  let standing = start
  for (;;) {
    const turn = await takeTurn(standing, parts)
    const after = await settleTurn(standing, turn, parts)
    if (after === 'lost') return undefined
    if (after === 'rests') return turn.order
    standing = after
  }
}

interface Turn {
  readonly order: Order
  readonly events: readonly OrderEvent[]
  readonly rest: Rest
}

/** Calls and decides until something must be written down, or nothing can be done. */
async function takeTurn({ order: stored, process, correlationId }: Standing, { perform, patience, clock }: DriveParts): Promise<Turn> {
  const held: OrderEvent[] = []
  let order = stored
  for (;;) {
    const calls = next(order)
    const asked = order
    const answered = await Promise.all(
      calls.map(async (call): Promise<Answered> => ({ call, reply: await perform({ order: asked, call, means: process.means, correlationId }) })),
    )
    const now = clock()
    const events = decide(order, answered, { lastAttempt: process.attempts + 1 >= attemptsOf(order, patience), now })
    for (const event of events) order = evolve(order, event)
    held.push(...events)
    const rest = restOf(order, { answered, failedBefore: process.attempts, progressed: held.length > 0, now }, patience)
    if (rest.kind !== 'none' || !mayWait(held)) return { order, events: held, rest }
  }
}

/** Writes down what was decided. When somebody else has written first, all of it is decided anew: the calls are repeated by their keys. */
async function settleTurn(
  { order: before, process, correlationId }: Standing,
  { order, events, rest }: Turn,
  parts: DriveParts,
): Promise<Standing | 'rests' | 'lost'> {
  const over = rest.kind === 'over'
  if (events.length > 0) {
    const metadata: EventMetadata = { correlationId, causationId: eventId(before.id, before.version), actor: 'orders' }
    const entry = { orderId: order.id, expectedVersion: before.version, events, metadata, order, over }
    try {
      await parts.log.append(entry)
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error
      return (await parts.reload(order.id)) ?? 'lost'
    }
    parts.decided(order, { events, correlationId })
    if (over) return 'rests'
  }
  if (rest.kind === 'none') return { order, process: { ...process, attempts: 0 }, correlationId }
  if (await parts.rest(process, rest)) return 'rests'
  return (await parts.reload(order.id)) ?? 'lost'
}
