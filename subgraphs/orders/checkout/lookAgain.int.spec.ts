import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { checkout, customerWithCart, eventsOf } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const patience = { attempts: 2, attemptsOnward: 2, firstPauseMs: 20, longestPauseMs: 40, pollMs: 60 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500, lookAgainMs: 300 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())

/** An order that waits for its buyer's confirmation, parked by another release for this reason. */
async function parked(reason: string): Promise<string> {
  const { order } = await checkout(stack, await customerWithCart(stack), { paymentMethod: 'pm_action' })
  const id = order?.id ?? ''
  await stack.rows.query(`update checkout_processes set next_at = 'infinity', error = $2 where order_id = $1`, [id, reason])
  stack.participants.confirm(id, 'AUTHORISED')
  return id
}

const isOver = async (id: string): Promise<boolean> => (await eventsOf(stack, id)).includes('completed')

test('what an older release parks while this one runs goes on without a person; what stands still for another reason does not', async () => {
  const [unread, refused] = [await parked('UNKNOWN_EVENT: of a release before'), await parked('refund: PROVIDER_REFUSED')]
  for (let left = 200; left > 0 && !(await isOver(unread)); left -= 1) await sleep(20)
  assert.deepEqual([await isOver(unread), await isOver(refused)], [true, false])
})
