import { setTimeout as sleep } from 'node:timers/promises'

import type { CrashStack } from '../harness/crashStack.ts'
import type { Chance } from '../random.ts'
import { visit, type Shop } from './buyer.ts'
import { createCrashClient, type CrashClient, type Reply } from './client.ts'
import { documents } from './documents.ts'
import { drawHabit } from './habits.ts'
import { openPromiseBook, ordersTold, type Promises } from './promises.ts'

/** Buyers who come one after another until they are told to stop. */
export interface Rush {
  readonly promises: Promises
  /** Buyers go on coming until enough has been sold; resolves when the last has left. Throws when it was not enough in time. */
  stop(closing: ClosingTime): Promise<void>
}

/** When the shop closes: how much was struck must not depend on how fast the machine is. */
export interface ClosingTime {
  /** So many orders must have been told to somebody. */
  readonly orders: number
  /** How long that may take, from now. */
  readonly withinMs: number
}

/** A staff token is asked for anew before it can expire. */
const STAFF_TOKEN_MS = 2 * 60_000
/** Whoever insists may go on so long after the shop has closed: by then everything runs again. */
const LINGER_MS = 20_000
/** Nothing is struck yet, but a machine that has just started so much may be slow to answer. */
const FIRST_ANSWER_MS = 60_000
const LOOK_EVERY_MS = 100

/** Opens the shop to so many buyers at a time. */
export async function startRush(stack: CrashStack, chance: Chance, buyers: number): Promise<Rush> {
  const anybody = createCrashClient(`${stack.url}/graphql`)
  const book = openPromiseBook()
  let open = true
  let closing = false
  const shop: Shop = { ...(await lookAround(anybody)), anybody, book, staff: createStaff(stack, anybody), closing: () => closing }
  const buyer = async (nth: number): Promise<void> => {
    const own = chance.child(nth)
    for (let visits = 0; open; visits += 1) {
      const fate = own.child(visits)
      await visit(shop, drawHabit(fate), fate)
    }
  }
  const coming = Promise.all(Array.from({ length: buyers }, (_, nth) => buyer(nth)))
  return {
    promises: book,
    async stop({ orders, withinMs }) {
      const deadline = performance.now() + withinMs
      while (ordersTold(book) < orders && performance.now() < deadline) await sleep(LOOK_EVERY_MS)
      const told = ordersTold(book)
      open = false
      const timer = setTimeout(() => (closing = true), LINGER_MS)
      await coming
      clearTimeout(timer)
      if (told < orders) throw new Error(notEnough(told, orders, book))
    },
  }
}

const notEnough = (told: number, orders: number, { requests, lost }: Promises): string =>
  `Only ${told} of ${orders} orders were told to anybody in time; ${requests.length} were asked for. Not answered: ${JSON.stringify(Object.fromEntries(lost))}`

interface Shelf {
  readonly products: { readonly nodes: readonly { readonly variants: readonly { id: string; availability: string; price: object | null }[] }[] }
}

/** What is sold, and how it is brought; asked before anything is struck. */
async function lookAround(anybody: CrashClient): Promise<Pick<Shop, 'variants' | 'shippingMethodId'>> {
  const { products } = await sure(() => anybody.ask<Shelf>(documents.shelf, {}))
  const sold = products.nodes.flatMap(({ variants }) => variants).filter(({ availability, price }) => availability === 'IN_STOCK' && price !== null)
  const variants = sold.slice(0, 40).map(({ id }) => id)
  const session = await sure(() => anybody.ask<{ startGuestSession: { accessToken: string } }>(documents.startGuest, {}))
  const guest = anybody.as(session.startGuestSession.accessToken)
  await sure(() => guest.ask(documents.add, { input: { variantId: variants[0], quantity: 1, currencyCode: 'EUR' } }))
  type Ways = { cart: { estimate: { shippingMethods: readonly { method: { id: string } }[] } } }
  const { cart } = await sure(() => guest.ask<Ways>(documents.ways, {}))
  return { variants, shippingMethodId: cart.estimate.shippingMethods[0]?.method.id ?? '' }
}

async function sure<Data>(ask: () => Promise<Reply<Data>>): Promise<Data> {
  const deadline = performance.now() + FIRST_ANSWER_MS
  for (;;) {
    const reply = await ask()
    if (reply.kind === 'answer') return reply.data
    if (performance.now() > deadline) throw new Error(`The shop does not even answer before it is struck: ${reply.why}`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** Somebody of finance, signed in when needed. */
function createStaff({ accounts }: CrashStack, anybody: CrashClient): Shop['staff'] {
  const account = accounts.find(({ role }) => role === 'FINANCE' || role === 'ADMIN')
  let held: { readonly client: CrashClient; readonly until: number } | undefined
  return async () => {
    while (held === undefined || performance.now() > held.until) {
      const input = { email: account?.email, password: account?.password, device: 'crash' }
      const reply = await anybody.ask<{ signIn: { accessToken: string | null } }>(documents.signIn, { input })
      const token = reply.kind === 'answer' ? reply.data.signIn.accessToken : null
      if (token === null) await sleep(500)
      else held = { client: anybody.as(token), until: performance.now() + STAFF_TOKEN_MS }
    }
    return held.client
  }
}
