import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import { newShopper, type Address, type Shopper } from './shopper.ts'
import { expect, present } from './step.ts'

/** What every mutation answers beside its result. */
export interface UserErrors {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[]
}

/** A line of a cart, as far as the journey looks. */
export interface Line {
  readonly id: string
  readonly version: number
  readonly quantity: number
  readonly variant: {
    readonly id: string
    readonly sku: string
    readonly name: string
    readonly shippingClass: string
    readonly product: { readonly name: string; readonly slug: string }
  } | null
}

/** A cart, as far as the journey looks. */
export interface Cart {
  readonly id: string
  readonly totalQuantity: number
  readonly subtotal: { readonly decimal: string; readonly currencyCode: string } | null
  readonly lines: readonly Line[]
}

/** What a change of a cart answers. */
export interface Change extends UserErrors {
  readonly cart: Cart | null
}

/** Something to buy. */
export interface Goods {
  readonly slug: string
  readonly variantId: string
}

/** What the steps hand on to each other. */
export interface Journey {
  readonly address: Address
  readonly shopper: Shopper
  /** Another buyer, whose card is declined at first. */
  readonly twin: Shopper
  /** Staff by their role, signed in when first needed. */
  readonly staff: Map<string, Shopper>
  readonly mergeKey: string
  readonly checkoutKey: string
  guestToken: string
  accessToken: string
  /** What was found by filtering, and what was recommended. */
  found: Goods
  recommended: Goods
  line: Line | undefined
  order: { readonly id: string; readonly number: string }
}

const nothing: Goods = { slug: '', variantId: '' }

/** Two strangers at the door. */
export const newJourney = (address: Address): Journey => ({
  address,
  shopper: newShopper(address),
  twin: newShopper(address),
  staff: new Map(),
  mergeKey: randomUUID(),
  checkoutKey: randomUUID(),
  guestToken: '',
  accessToken: '',
  found: nothing,
  recommended: nothing,
  line: undefined,
  order: { id: '', number: '' },
})

/** The refusals of an answer in one line; empty when there are none. */
export const refused = ({ userErrors }: UserErrors): string => userErrors.map(({ code, message }) => `${code}: ${message}`).join('; ')

/** Expects that nothing was refused. */
export const accepted = (answer: UserErrors): void => expect(answer.userErrors.length === 0, refused(answer))

/** What follows by the bus takes a moment, and no longer than this. */
const PATIENCE_MS = 50_000

/** Asks again until there is an answer; Unmet when there is none in time. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined>, otherwise: string): Promise<Answer> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) return present<Answer>(undefined, otherwise)
    await delay(100)
  }
}
