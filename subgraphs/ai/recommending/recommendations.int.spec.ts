import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { customer, guest, support } from '@agora/testkit/viewers.ts'

import { takeInStock, takeOutProduct } from '../catalogue/takeIn.ts'
import { unlearnOrder } from '../learning/learnOrder.ts'
import { startAiStack, type AiStack, type Listed } from '../testing/aiStack.ts'

let stack: AiStack
before(async () => {
  stack = await startAiStack()
})
after(() => stack.stop())

interface Shown {
  readonly product: { readonly id: string } | null
  readonly reason: string
  readonly because: { readonly id: string } | null
}

const FIELDS = '{ product { id } reason because { id } }'

/** One field of one entity, as the router asks for it. */
async function ask(viewer: Viewer, representation: object, field: string): Promise<Shown[]> {
  const type = (representation as { __typename: string }).__typename
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { list: ${field} ${FIELDS} } } }`
  const answer = await stack.as(viewer)<{ _entities: { list: Shown[] }[] }>(document, { representations: [representation] })
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors))
  return answer.data?._entities[0]?.list ?? []
}

const ofUser = (id: string, field = 'recommendations(first: 50)', viewer: Viewer = customer(id)): Promise<Shown[]> =>
  ask(viewer, { __typename: 'User', id }, field)
const ids = (list: readonly Shown[]): (string | undefined)[] => list.map(({ product }) => product?.id)
const newUser = (): string => newId('User')
const listed = (count: number, options?: { categoryId?: string }): Promise<Listed[]> =>
  Promise.all(Array.from({ length: count }, () => stack.list(options)))

test('who bought one of two things that others buy together is told of the other, and why', async () => {
  const [tea, pot] = (await listed(2)) as [Listed, Listed]
  for (let nth = 0; nth < 3; nth += 1) await stack.buy(newUser(), tea, pot)
  const user = newUser()
  await stack.buy(user, tea)
  assert.deepEqual((await ofUser(user))[0], { product: { id: pot.productId }, reason: 'BOUGHT_TOGETHER', because: { id: tea.productId } })
})

test('what was bought is never recommended, nor what is out of stock or withdrawn', async () => {
  const [tea, pot, cup, mat] = (await listed(4)) as [Listed, Listed, Listed, Listed]
  for (let nth = 0; nth < 3; nth += 1) await stack.buy(newUser(), tea, pot, cup, mat)
  const user = newUser()
  await stack.buy(user, tea)
  await takeInStock(stack.rows, { ...pot, available: 0 }, 2)
  await takeOutProduct(stack.rows, cup.productId, 2)
  const all = ids(await ofUser(user))
  assert.deepEqual(
    [tea, pot, cup, mat].map(({ productId }) => all.includes(productId)),
    [false, false, false, true],
  )
  await takeInStock(stack.rows, { ...pot, available: 1 }, 3)
  assert.equal(ids(await ofUser(user)).includes(pot.productId), true)
})

test('a user of whom nothing is known is told what sells best', async () => {
  const [best] = (await listed(1)) as [Listed]
  for (let nth = 0; nth < 10; nth += 1) await stack.buy(newUser(), best)
  assert.deepEqual((await ofUser(newUser()))[0], { product: { id: best.productId }, reason: 'POPULAR', because: null })
})

test('what was bought in several orders is offered again, most often first', async () => {
  const [coffee, milk, lamp] = (await listed(3)) as [Listed, Listed, Listed]
  const user = newUser()
  await stack.buy(user, coffee, lamp)
  await stack.buy(user, milk, coffee)
  await stack.buy(user, coffee, milk)
  const again = await ofUser(user, 'buyAgain(first: 50)')
  assert.deepEqual([ids(again), new Set(again.map(({ reason }) => reason))], [[coffee.productId, milk.productId], new Set(['BUY_AGAIN'])])
})

test('a product is related to what was bought with it, then to its category; never to itself', async () => {
  const [desk, chair, shelf] = (await listed(3, { categoryId: 'cat_desk' })) as [Listed, Listed, Listed]
  await stack.buy(newUser(), desk, chair)
  const related = await ask(anonymous, { __typename: 'Product', id: desk.productId }, 'related(first: 50)')
  assert.deepEqual(related.slice(0, 2), [
    { product: { id: chair.productId }, reason: 'BOUGHT_TOGETHER', because: { id: desk.productId } },
    { product: { id: shelf.productId }, reason: 'SAME_CATEGORY', because: { id: desk.productId } },
  ])
  assert.equal(ids(related).includes(desk.productId), false)
})

test('fifty products are related in as many statements as one', async () => {
  const many = await listed(50)
  const related = async (some: readonly Listed[]): Promise<number> => {
    const representations = some.map(({ productId }) => ({ __typename: 'Product', id: productId }))
    stack.statements()
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { related { reason } } } }`
    await stack.as(anonymous)(document, { representations })
    return stack.statements().length
  }
  assert.deepEqual([await related(many.slice(0, 1)), await related(many)], [3, 3])
})

test('a cart is told what goes with what is in it, and nothing that is in it', async () => {
  const [tent, stove] = (await listed(2)) as [Listed, Listed]
  await stack.buy(newUser(), tent, stove)
  const cart = { __typename: 'Cart', id: newId('Cart'), lines: [{ variantId: tent.variantId }, { variantId: newId('Variant') }] }
  const list = await ask(customer(newUser()), cart, 'recommendations')
  assert.deepEqual(list[0], { product: { id: stove.productId }, reason: 'BOUGHT_TOGETHER', because: { id: tent.productId } })
  assert.equal(ids(list).includes(tent.productId), false)
})

test('a cart is not told what its buyer, a guest or not, has bought before', async () => {
  const [tent, stove, mat] = (await listed(3)) as [Listed, Listed, Listed]
  await stack.buy(newUser(), tent, stove, mat)
  const cart = { __typename: 'Cart', id: newId('Cart'), lines: [{ variantId: tent.variantId }] }
  for (const buyer of [customer(newUser()), guest(newId('Guest'))]) {
    await stack.buy(buyer.sub, stove)
    const list = ids(await ask(buyer, cart, 'recommendations(first: 50)'))
    assert.deepEqual([list[0], list.includes(stove.productId)], [mat.productId, false])
  }
})

test("another user's lists are empty, for staff as well", async () => {
  const user = newUser()
  await stack.buy(user, ...(await listed(2)))
  for (const viewer of [customer(newUser()), support()]) {
    assert.deepEqual([await ofUser(user, 'recommendations', viewer), await ofUser(user, 'buyAgain', viewer)], [[], []])
  }
})

test('a list has 1 to 50 places', async () => {
  const user = newUser()
  for (const first of [0, 51, -1]) {
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { recommendations(first: ${first}) { reason } } } }`
    const { errors } = await stack.as(customer(user))(document, { representations: [{ __typename: 'User', id: user }] })
    assert.deepEqual(
      errors?.map(({ extensions, message }) => [extensions?.['code'], message]),
      [['BAD_USER_INPUT', '`first` must be between 1 and 50']],
    )
  }
})

test('a cancelled order teaches nothing: counts are as they were before it', async () => {
  const things = await listed(3)
  const counts = async (): Promise<unknown[]> =>
    (
      await stack.rows.query(
        `select first, second, buyers from product_pairs where first = any($1) and second = any($1) and buyers > 0
         union all select product_id, null, buyers from products where product_id = any($1) and buyers > 0
         union all select buyer, product_id, orders from purchases where product_id = any($1) order by 1, 2`,
        [things.map(({ productId }) => productId)],
      )
    ).rows
  const user = newUser()
  await stack.buy(user, ...things.slice(0, 2))
  const before = await counts()
  const order = await stack.buy(user, ...things.slice(1))
  assert.notDeepEqual(await counts(), before)
  assert.deepEqual([await unlearnOrder(stack.rows, order), await unlearnOrder(stack.rows, order)], [{ buyer: user, inTime: true }, null])
  assert.deepEqual(await counts(), before)
})

test('an event of the catalogue that comes late changes nothing', async () => {
  const [thing] = (await listed(1)) as [Listed]
  await takeInStock(stack.rows, { ...thing, available: 0 }, 7)
  await takeInStock(stack.rows, { ...thing, available: 3 }, 6)
  const { rows } = await stack.rows.query('select available, version from variants where variant_id = $1', [thing.variantId])
  assert.deepEqual(rows, [{ available: 0, version: 7 }])
})
