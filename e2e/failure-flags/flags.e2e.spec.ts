import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { addToCart, checkOut, checkoutInput, readOrder, soon } from '../buyer.ts'
import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant, newGuest } from '../people.ts'

// A stack of its own: on the common one other specs would be declined as well.
let own: OwnStack
before(async () => void (own = await startOwnStack()))
after(() => own?.drop())

const CALM = { paymentFailurePercent: 0, providerDelayMs: 0, consumerDelayMs: 0 }
/** Whoever obeys the flags looks at them every 250 ms. */
const SEEN_BY_ALL_MS = 400

async function ask(body?: unknown): Promise<{ status: number; value: unknown }> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${own.stack.operatorUrl}/dev/flags`, body === undefined ? {} : post)
  return { status: answer.status, value: await answer.json() }
}

async function setFlags(change: object): Promise<void> {
  assert.deepEqual(await ask(change), { status: 200, value: { ...CALM, ...change } })
  await sleep(SEEN_BY_ALL_MS)
}

interface Bought {
  readonly codes: readonly string[]
  readonly status: string | undefined
  /** From the checkout to its answer. */
  readonly answeredMs: number
  /** From the checkout to the fulfilment, which a consumer makes; null when there is none. */
  readonly packedMs: number | null
}

/** Somebody new buys, and the order is followed to its end. */
async function buyOne(): Promise<Bought> {
  const door = createGraphqlClient(`${own.stack.url}/graphql`)
  const { client } = await newGuest(door)
  await addToCart(client, await aVariant(0, door))
  const input = await checkoutInput(client, { paymentMethod: 'pm_card_visa' })
  const since = performance.now()
  const { order, codes } = await checkOut(client, input)
  const answeredMs = performance.now() - since
  const ended = await soon(
    () => readOrder(client, order?.id ?? ''),
    (now) => now?.status === 'CANCELLED' || now?.fulfilments.length === 1,
  )
  return { codes, status: ended?.status, answeredMs, packedMs: ended?.fulfilments.length === 1 ? performance.now() - since : null }
}

test('a payment failure of 100 % declines a card that is good, and one of 0 % lets it pass again', async () => {
  await setFlags({ paymentFailurePercent: 100 })
  const declined = await buyOne()
  assert.deepEqual([declined.codes, declined.status], [['PAYMENT_DECLINED'], 'CANCELLED'])
  await setFlags({ paymentFailurePercent: 0 })
  const passed = await buyOne()
  assert.deepEqual([passed.codes, passed.status], [[], 'CONFIRMED'])
})

test('a slow provider holds up the answer, and slow consumers what comes by the bus', async () => {
  await setFlags({ providerDelayMs: 1200 })
  const answered = await buyOne()
  assert.deepEqual([answered.codes, answered.answeredMs >= 1200], [[], true], `answered after ${answered.answeredMs} ms`)
  assert.deepEqual((await ask({ providerDelayMs: 0 })).value, CALM)
  await setFlags({ consumerDelayMs: 4000 })
  const packed = await buyOne()
  assert.deepEqual([packed.codes, (packed.packedMs ?? 0) >= 4000], [[], true], `packed after ${packed.packedMs} ms`)
  assert.deepEqual((await ask({ consumerDelayMs: 0 })).value, CALM)
})

test('what is not a flag, or out of bounds, is refused and changes nothing', async () => {
  for (const bad of [
    { paymentFailurePercent: 101 },
    { providerDelayMs: -1 },
    { consumerDelayMs: '1' },
    { paymentFailurePercent: 100, fire: true },
    [],
  ]) {
    assert.equal((await ask(bad)).status, 400, JSON.stringify(bad))
  }
  assert.deepEqual(await ask(), { status: 200, value: CALM })
})
