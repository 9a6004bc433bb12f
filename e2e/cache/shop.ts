import { join } from 'node:path'

import { createLogger } from '@agora/logger/logger.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { admin } from '@agora/testkit/viewers.ts'

import type { Stack } from '../../tools/start/stack.ts'

const PRICE = 'query ($id: ID!) { variant(id: $id) { price(currency: USD) { amountMinor } } }'
const SET = 'mutation ($input: SetVariantPricesInput!) { setVariantPrices(input: $input) { userErrors { code } } }'

/** The price that is shown, in cents. */
export async function shownPrice(client: GraphqlClient, id: string): Promise<string> {
  return (await client.data<{ variant: { price: { amountMinor: string } } }>(PRICE, { id })).variant.price.amountMinor
}

/** Speaks with the catalogue as staff, behind the routers' backs: no router hears of a change but by its event. */
export function behindTheRouters({ folder, subgraphUrls }: Stack) {
  const keys = openKeyFolder(join(folder.edgeKeys, 'router-products'), { logger: createLogger({ service: 'e2e', level: 'silent' }) })
  const url = (subgraphUrls['products'] ?? '').replace(/\/graphql$/, '')
  const ask = createSubgraphClient({ url, keys, audience: 'products' }).as(admin())
  return {
    ask,
    close: keys.close,
    /** Sets the price of a variant, in cents; answers the codes of refusals. */
    async setPrice(id: string, amountMinor: string): Promise<unknown> {
      const found = await ask<{ variant: { version: number } }>('query ($id: ID!) { variant(id: $id) { version } }', { id })
      const input = { variantId: id, expectedVersion: found.data?.variant.version, prices: [{ currencyCode: 'USD', amountMinor }] }
      return (await ask<{ setVariantPrices: { userErrors: unknown } }>(SET, { input })).data?.setVariantPrices.userErrors
    },
  }
}

/** How often a router was asked for a root field that was kept, or was not. */
export async function asksAt(operatorUrl: string, outcome: 'hit' | 'miss'): Promise<number> {
  const page = await (await fetch(`${operatorUrl}/metrics`)).text()
  return Number(new RegExp(`router_cache_asks_total\\{kind="root",outcome="${outcome}"[^}]*\\} (\\d+)`).exec(page)?.[1] ?? 0)
}
