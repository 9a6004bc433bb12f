import assert from 'node:assert/strict'

import type { EventBus } from '@agora/event-bus/bus.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readClientOperations } from '../../schema/clientOperation.ts'
import { soon } from '../buyer.ts'
import { brokenMessages, publishBroken, type BrokenMessage } from './brokenEvents.ts'

const operations = readClientOperations()
const operation = (name: string): string => operations.get(name) ?? ''

/** One of the consumers that read what orders tell, and hold nothing back for what is broken. */
const CONSUMER = 'orders-fulfilment'

interface Letter {
  readonly id: string
  readonly message: string
  readonly status: string
  readonly error: string
  readonly parkings: number
}

const LETTERS = `query ($consumer: String!) { deadLetters(consumer: $consumer, first: 100) { nodes { id message status error parkings } } }`

async function lettersOf(admin: GraphqlClient, messages: readonly BrokenMessage[]): Promise<(Letter | undefined)[]> {
  const { deadLetters } = await admin.data<{ deadLetters: { nodes: Letter[] } }>(LETTERS, { consumer: CONSUMER })
  return messages.map(({ value }) => deadLetters.nodes.find(({ message }) => message === value))
}

/**
 * Puts every kind of broken message on the bus: each is parked with its reason and no other is held up by it; and a letter that is tried again without
 * being mended is parked once more.
 */
export async function withstandBrokenEvents(bus: EventBus, admin: GraphqlClient, buySomething: () => Promise<unknown>): Promise<void> {
  const messages = brokenMessages()
  await publishBroken(bus, messages)
  // Packed by the very consumer that met all of them.
  await buySomething()
  const letters = await soon(
    () => lettersOf(admin, messages),
    (found) => found.every((letter) => letter !== undefined),
  )
  for (const [index, { what, reason }] of messages.entries()) {
    const { status, error, parkings } = letters[index] ?? assert.fail()
    assert.deepEqual([what, status, parkings, error.includes(reason)], [what, 'PARKED', 1, true], error)
  }
  await redriveInVain(admin, messages.slice(0, 1), letters[0]?.id ?? '')
}

async function redriveInVain(admin: GraphqlClient, message: readonly BrokenMessage[], id: string): Promise<void> {
  const { redriveDeadLetter } = await admin.data<{ redriveDeadLetter: object }>(operation('RedriveDeadLetter'), { id })
  assert.deepEqual(redriveDeadLetter, { deadLetter: { id, status: 'REDRIVING' }, userErrors: [] })
  await soon(
    async () => (await lettersOf(admin, message))[0],
    (letter) => letter?.status === 'PARKED' && letter.parkings === 2,
  )
}
