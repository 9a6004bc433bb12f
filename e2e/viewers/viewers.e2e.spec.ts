import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { aVariant, newCustomer } from '../people.ts'
import { graphqlUrl } from '../stack.ts'

const MINE = '{ me { id email } cart { id totalQuantity lines { variantId quantity } } }'

interface Mine {
  readonly me: { readonly id: string; readonly email: string }
  readonly cart: { readonly id: string; readonly totalQuantity: number } | null
}

test('two customers who ask the same at the same moments each see only what is theirs', async () => {
  const [ada, grace, variantId] = await Promise.all([newCustomer(), newCustomer(), aVariant()])
  const add = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { cart { id } userErrors { message } } }'
  await ada.client.data(add, { input: { variantId, quantity: 2 } })
  await grace.client.data(add, { input: { variantId, quantity: 3 } })

  const asked = await Promise.all(Array.from({ length: 40 }, (_, turn) => (turn % 2 === 0 ? ada : grace).client.data<Mine>(MINE)))
  const seen = (turn: number): string[] => [
    ...new Set(asked.filter((_, index) => index % 2 === turn).map(({ me, cart }) => `${me.email} ${cart?.totalQuantity}`)),
  ]
  assert.deepEqual(seen(0), [`${ada.email} 2`])
  assert.deepEqual(seen(1), [`${grace.email} 3`])
  assert.notEqual(asked[0]?.cart?.id, asked[1]?.cart?.id)
})

test('an anonymous viewer has no account and may not ask for what is in one, nor for a cart', async () => {
  const { data, errors } = await createGraphqlClient(graphqlUrl).ask(MINE)
  const told = errors.map(({ path, extensions }) => [path, extensions?.code, (extensions as Record<string, unknown>)['affectedPaths']])
  assert.deepEqual(
    { data, told },
    {
      data: { me: null, cart: null },
      told: [
        [['cart'], 'UNAUTHORIZED_FIELD_OR_TYPE', undefined],
        [undefined, 'UNAUTHORIZED_FIELD_OR_TYPE', ['me.email']],
      ],
    },
  )
  const { data: whoAmI, errors: none } = await createGraphqlClient(graphqlUrl).ask('{ me { id } }')
  assert.deepEqual([whoAmI, none], [{ me: null }, []])
})
