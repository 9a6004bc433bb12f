import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readClientOperations } from '../../schema/clientOperation.ts'

/** One operation of the journey under load. */
export interface Case {
  readonly name: string
  /** The n-th request. */
  body(turn: number): string
  readonly headers: Readonly<Record<string, string>>
}

interface Shop {
  readonly products: { readonly nodes: readonly { readonly slug: string; readonly variants: readonly { readonly id: string }[] }[] }
}

const SHOP = '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { slug variants { id } } } }'

/** Prepares a cart of five lines and answers the journey's operations, each over fifty different products where it names one. */
export async function journeyCases(graphqlUrl: string): Promise<Case[]> {
  const anybody = createGraphqlClient(graphqlUrl)
  const operations = readClientOperations()
  const { products } = await anybody.data<Shop>(SHOP)
  const { startGuestSession } = await anybody.data<{ startGuestSession: { accessToken: string } }>(operations.get('StartGuestSession') ?? '')
  const guest = anybody.as(startGuestSession.accessToken)
  for (const { variants } of products.nodes.slice(0, 5))
    await guest.data(operations.get('AddToCart') ?? '', { variantId: variants[0]?.id, quantity: 2, currencyCode: 'EUR' })
  const slugOf = (turn: number): string => products.nodes[turn % products.nodes.length]?.slug ?? ''
  const made = (name: string, variables: (turn: number) => object, headers: Record<string, string> = {}): Case => {
    const query = operations.get(name) ?? ''
    return { name, headers, body: (turn) => JSON.stringify({ query, operationName: name, variables: variables(turn) }) }
  }
  return [
    made('Categories', () => ({})),
    made('Browse', () => ({ first: 20 })),
    made('FilterProducts', () => ({ filter: { inStock: true }, sort: 'PRICE_ASC', first: 20 })),
    made('ProductPage', (turn) => ({ slug: slugOf(turn) })),
    made('Cart', () => ({}), { authorization: `Bearer ${startGuestSession.accessToken}` }),
  ]
}
