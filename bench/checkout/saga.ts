import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createWaker } from '@agora/event-store/wake.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { customer } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { createQuotes } from '../../subgraphs/orders/cart/quotes.ts'
import { createCatalogue } from '../../subgraphs/orders/catalogue.ts'
import { checkoutCart } from '../../subgraphs/orders/checkout/checkoutCart.ts'
import { checkoutInput } from '../../subgraphs/orders/checkout/checkoutInput.ts'
import { openCheckoutPool } from '../../subgraphs/orders/checkout/openCheckoutPool.ts'
import { startCheckout } from '../../subgraphs/orders/checkout/startCheckout.ts'
import { createTariffs } from '../../subgraphs/orders/totals/tariffs.ts'
import { callerTo } from './callers.ts'
import { inputOf } from './carts.ts'
import { serveCheckouts } from './seam.ts'
import { setting } from './settings.ts'

// All of orders' checkout without GraphQL: what stands where the workflow engine's process stands. It reads the cart and asks for prices as well.
const logger = createLogger({ service: 'orders', level: 'warn' })
const metrics = createMetrics('orders')
const pool = openCheckoutPool({ url: setting('DATABASE_URL'), logger })
const clock = (): Date => new Date()
const store = createEventStore({ catalogue })
const { wake } = createWaker(pool)
const [products, payments] = [callerTo('products'), callerTo('payments')]
const settings = { mostInFlight: 4096 }
const { work } = await startCheckout({ pool, store, wake, products, payments, tariffs: createTariffs(pool), logger, metrics, clock, settings })
const prices = createCatalogue(products)

serveCheckouts(async ({ buyer, key }) => {
  const facts = { requestId: key, traceparent: '', logger }
  const quotes = createQuotes((variantIds, currency) => prices.quote({ variantIds: [...variantIds], currency }, facts))
  const { order, userErrors } = await checkoutCart(work, { viewer: customer(buyer), requestId: key, quotes }, checkoutInput.parse(inputOf(key)))
  return { phase: order?.phase ?? userErrors.map(({ code }) => code).join() }
})
