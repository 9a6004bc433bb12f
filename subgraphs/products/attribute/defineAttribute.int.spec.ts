import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import { addCategory, addProduct, unique } from '../testing/fixtures.ts'
import { dataOf, startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
before(async () => {
  stack = await startProductsStack()
})
after(() => stack.stop())

const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[] }): unknown =>
  userErrors.map(({ code, field }) => [code, field?.join('.') ?? null])

test('thirty definitions of one attribute at once end in one row', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, turn) => stack.change('defineAttribute', { key: 'colour', label: `Colour ${turn}`, kind: 'TEXT' })),
  )
  assert.deepEqual(
    answers.flatMap(({ userErrors }) => userErrors),
    [],
  )
  const { rows } = await stack.rows.query(
    `SELECT (SELECT count(*)::int FROM attribute_definition) AS definitions, (SELECT count(*)::int FROM audit WHERE action = 'defineAttribute') AS audited`,
  )
  assert.deepEqual(rows, [{ definitions: 1, audited: 30 }])
})

test('of two kinds defined for one key at once the first stays, and the other is refused', async () => {
  const kinds = ['TEXT', 'LIST', 'TEXT', 'LIST', 'TEXT', 'LIST']
  const answers = await Promise.all(kinds.map((kind) => stack.change('defineAttribute', { key: 'weave', label: kind, kind })))
  const refused = answers.flatMap((answer, turn) => (answer.userErrors.length > 0 ? [[kinds[turn], codes(answer)]] : []))
  const { rows } = await stack.rows.query<{ kind: string; audited: number }>(
    `SELECT kind, (SELECT count(*)::int FROM audit WHERE target_id = 'weave') AS audited FROM attribute_definition WHERE key = 'weave'`,
  )
  const other = rows[0]?.kind === 'TEXT' ? 'LIST' : 'TEXT'
  assert.equal(rows[0]?.audited, 3)
  assert.deepEqual(
    refused,
    [1, 2, 3].map(() => [other, [['ATTRIBUTE_KIND_FIXED', 'input.kind']]]),
  )
})

test('fifty upserts of one price at once end in one row', async () => {
  const { variantIds } = await addProduct(stack, { prices: [{}], published: false })
  const prices = [{ currencyCode: 'USD', amountMinor: '100' }]
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => stack.change('setVariantPrices', { variantId: variantIds[0], expectedVersion: 1, prices })),
  )
  assert.equal(answers.filter(({ userErrors }) => userErrors.length === 0).length, 1)
  const { rows } = await stack.rows.query('SELECT amount_minor::int AS amount FROM price WHERE variant_id = $1', [variantIds[0]])
  assert.deepEqual(rows, [{ amount: 100 }])
})

test('attributes are typed: each value has the shape that its definition says', async () => {
  for (const definition of [
    { key: 'material', label: 'Material', kind: 'LIST', position: 1 },
    { key: 'width', label: 'Width', kind: 'NUMBER', unit: 'cm', position: 2 },
    { key: 'washable', label: 'Washable', kind: 'BOOLEAN', position: 3 },
    { key: 'finish', label: 'Finish', kind: 'TEXT', position: 4 },
  ]) {
    await stack.change('defineAttribute', definition)
  }
  const attributes = [
    { key: 'finish', text: 'matt' },
    { key: 'washable', boolean: false },
    { key: 'width', number: 12.5 },
    { key: 'material', list: ['oak', 'steel', 'oak'] },
  ]
  const { id } = await addProduct(stack, { attributes })
  const query = `query ($id: ID!) { product(id: $id) { attributes { __typename key label
    ... on TextAttribute { text } ... on NumberAttribute { number unit } ... on BooleanAttribute { boolean } ... on ListAttribute { list } } } }`
  assert.deepEqual(dataOf(await stack.as(anonymous)(query, { id })), {
    product: {
      attributes: [
        { __typename: 'ListAttribute', key: 'material', label: 'Material', list: ['oak', 'steel'] },
        { __typename: 'NumberAttribute', key: 'width', label: 'Width', number: 12.5, unit: 'cm' },
        { __typename: 'BooleanAttribute', key: 'washable', label: 'Washable', boolean: false },
        { __typename: 'TextAttribute', key: 'finish', label: 'Finish', text: 'matt' },
      ],
    },
  })
})

test('refuses values of another kind, unknown keys and names that objects inherit, and pollutes no prototype', async () => {
  const categoryId = await addCategory(stack)
  const before = await stack.snapshot()
  const wrong: [object, string][] = [
    [{ key: 'width', text: '12' }, 'input.attributes.0'],
    [{ key: 'width', number: 1, text: '12' }, 'input.attributes.0'],
    [{ key: 'finish' }, 'input.attributes.0'],
    [{ key: 'unheard_of', text: 'x' }, 'input.attributes.0'],
    [{ key: '__proto__', text: 'x' }, 'input.attributes.0'],
    [{ key: 'constructor', text: 'x' }, 'input.attributes.0'],
    [{ key: 'hasOwnProperty', boolean: true }, 'input.attributes.0'],
  ]
  for (const [attribute, path] of wrong) {
    const input = { slug: unique('wrong'), name: 'Wrong', brand: 'Agora', categoryId, attributes: [attribute] }
    assert.deepEqual(codes(await stack.change('createProduct', input)), [['ATTRIBUTE_INVALID', path]], JSON.stringify(attribute))
  }
  for (const key of ['__proto__', 'Colour', '1a', '', 'a'.repeat(41)]) {
    assert.deepEqual(codes(await stack.change('defineAttribute', { key, label: 'X', kind: 'TEXT' })), [['INVALID_INPUT', 'input.key']])
  }
  assert.equal(await stack.snapshot(), before)
  assert.equal(Object.hasOwn(Object.prototype, 'text'), false)
})

test('an attribute that exists keeps its kind, and only a number has a unit', async () => {
  await stack.change('defineAttribute', { key: 'depth', label: 'Depth', kind: 'NUMBER', unit: 'cm' })
  assert.deepEqual(codes(await stack.change('defineAttribute', { key: 'depth', label: 'Depth', kind: 'TEXT' })), [
    ['ATTRIBUTE_KIND_FIXED', 'input.kind'],
  ])
  assert.deepEqual(codes(await stack.change('defineAttribute', { key: 'tone', label: 'Tone', kind: 'TEXT', unit: 'cm' })), [
    ['INVALID_INPUT', 'input.unit'],
  ])
})
