import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { addToCart, checkOut, checkoutInput, readOrder, soon } from '../buyer.ts'
import { withoutBrowser, startBrowser, type Browser } from '../explore/browser.ts'
import { aVariant, newGuest } from '../people.ts'
import { publicUrl } from '../stack.ts'

let browser: Browser
before(async () => {
  if (withoutBrowser === false) browser = await startBrowser()
})
after(() => browser?.close())

const ACTION = 'query ($id: ID!) { order(id: $id) { nextAction { redirectUrl } } }'

test(
  'a buyer approves on the provider’s page in a browser, is led back to the shop, and the order is confirmed',
  { skip: withoutBrowser },
  async () => {
    const { client } = await newGuest()
    await addToCart(client, await aVariant())
    const returnUrl = `${publicUrl}/health`
    const { order, codes } = await checkOut(client, await checkoutInput(client, { paymentMethod: 'pm_card_3ds', returnUrl }))
    assert.deepEqual([codes, order?.status], [[], 'PLACED'])
    const id = order?.id ?? ''
    const asked = await client.data<{ order: { nextAction: { redirectUrl: string } } }>(ACTION, { id })
    const { redirectUrl } = asked.order.nextAction
    const { page, complaints } = await browser.open(new URL(redirectUrl).origin, publicUrl)
    await page.goto(redirectUrl)
    assert.equal(await page.textContent('h1'), 'Confirm your payment')
    await Promise.all([page.waitForURL(returnUrl), page.click('button[value=approve]')])
    assert.deepEqual(complaints, [])
    const confirmed = await soon(
      () => readOrder(client, id),
      (now) => now?.status === 'CONFIRMED',
    )
    assert.equal(confirmed?.id, id)
  },
)
