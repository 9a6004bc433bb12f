import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { Request } from '../load/promises.ts'

/** An event as it lies in the stream of an order. */
export interface StreamEvent {
  readonly version: number
  readonly event: OrderEvent
}

/** An order as the databases have it. */
export interface OrderFact {
  readonly id: string
  /** In the order of their versions. */
  readonly events: readonly StreamEvent[]
  /** Its row beside the cart: alive until it is cancelled. */
  readonly alive: boolean | null
  /** The row of its process, while it has one. */
  readonly process: { readonly owner: string | null; readonly parked: boolean; readonly error: string | null } | null
}

/** A key under which a checkout was asked for, and the order that it got. */
export interface KeyFact {
  readonly key: string
  readonly orderId: string
}

/** What products did for an order. */
export interface StockFact {
  readonly orderId: string
  /** Pieces held now. */
  readonly held: number
  /** Pieces that left for it, and that came back of it. */
  readonly sold: number
  readonly returned: number
}

/** A payment as the books have it. Amounts in minor units. */
export interface PaymentFact {
  readonly id: string
  readonly orderId: string
  readonly status: string
  readonly captured: bigint
  readonly refunded: bigint
  readonly late: string | null
  /** How often it was captured. */
  readonly captures: number
}

/** A payment as the provider has it. */
export interface ProviderFact {
  readonly paymentId: string
  readonly status: string
  readonly captured: bigint
  readonly refunded: bigint
}

/** An event that a domain keeps, and that is for the bus. */
export interface StoredFact {
  readonly id: string
  readonly type: string
  /** Whether it must be on the bus: it happened in this run. */
  readonly due: boolean
}

/** Everything that is judged. */
export interface Facts {
  readonly told: readonly Request[]
  readonly orders: readonly OrderFact[]
  readonly keys: readonly KeyFact[]
  /** What the windows of sales counted, late ones included. */
  readonly sales: { readonly orders: number; readonly grossMinor: bigint }
  readonly stock: readonly StockFact[]
  /** What products finds wrong with its own books. */
  readonly stockFaults: readonly string[]
  readonly payments: readonly PaymentFact[]
  /** What payments finds wrong with its own books. */
  readonly ledgerFaults: readonly string[]
  readonly provider: readonly ProviderFact[]
  readonly stored: readonly StoredFact[]
  /** Ids of events in the order in which they lie on the bus, repetitions included. */
  readonly published: readonly string[]
  /** How often the counter had its effect of each event. */
  readonly effects: ReadonlyMap<string, number>
  /** What each consumer of the shop has done, and which types it handles. */
  readonly consumers: readonly { readonly name: string; readonly types: readonly string[]; readonly done: ReadonlySet<string> }[]
  /** Messages to buyers, by the event that they tell of. */
  readonly messages: ReadonlyMap<string, number>
  /** Read models that are not what the events say, one sentence each. */
  readonly projectionFaults: readonly string[]
  /** What was given up, one sentence each. */
  readonly deadLetters: readonly string[]
}

/** Something that must not be. */
export interface Violation {
  readonly rule: string
  /** The id of what it is about. */
  readonly about: string
  readonly what: string
}

/** Looks at the facts; no violation when all is well. */
export type Rule = (facts: Facts) => Violation[]
