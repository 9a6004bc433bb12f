import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'

import { newId } from '@agora/ids/typeId.ts'

import { addCategory, addProduct, unique } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
let categorySlug: string
before(async () => {
  stack = await startProductsStack()
  categorySlug = unique('imports')
  await addCategory(stack, { slug: categorySlug })
  await stack.change('defineAttribute', { key: 'colour', label: 'Colour', kind: 'TEXT' })
})
after(() => stack.stop())

interface Imported {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly products: readonly { readonly id: string; readonly slug: string; readonly version: number }[]
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: readonly string[] | null }[]
}

const run = (items: readonly object[]) => stack.change<Imported>('importProducts', { items })
const counts = ({ created, updated, unchanged }: Imported): readonly number[] => [created, updated, unchanged]
const codes = ({ userErrors }: Imported): unknown => userErrors.map(({ code, field }) => [code, field?.join('.') ?? null])
const item = (slug: string, more: object = {}): object => ({ slug, name: slug, brand: 'Agora', categorySlug, ...more })
const variant = (sku: string, more: object = {}): object => ({ sku, weightGrams: 10, packedWeightGrams: 12, ...more })

test('creates drafts with variants and prices, then updates by slug what differs and leaves the rest as it is', async () => {
  const [one, two] = [unique('one'), unique('two')]
  const priced = { prices: [{ currencyCode: 'USD', amountMinor: '1000' }] }
  const first = [item(one, { variants: [variant(`${one}-S`, priced)], attributes: [{ key: 'colour', text: 'red' }] }), item(two)]
  const made = await run(first)
  assert.deepEqual(
    [counts(made), made.products.map(({ slug, version }) => [slug, version])],
    [
      [2, 0, 0],
      [
        [one, 1],
        [two, 1],
      ],
    ],
  )
  const again = await run(first)
  assert.deepEqual([counts(again), again.products], [[0, 0, 2], made.products])
  const changed = await run([
    item(one, {
      variants: [variant(`${one}-S`, priced), variant(`${one}-M`, { options: [{ key: 'size', value: 'M' }] })],
      attributes: [{ key: 'colour', text: 'red' }],
    }),
    item(two, { name: 'Renamed' }),
  ])
  assert.deepEqual(counts(changed), [0, 2, 0])
  const read = 'query ($slug: String!) { product(slug: $slug) { name status variants { sku version price(currency: USD) { decimal } } } }'
  const { product } = await stack.data<{ product: unknown }>(read, { slug: one })
  assert.deepEqual(product, {
    name: one,
    status: 'DRAFT',
    variants: [
      { sku: `${one}-S`, version: 1, price: { decimal: '10.00' } },
      { sku: `${one}-M`, version: 1, price: null },
    ],
  })
})

test('a price that an import changes or takes away counts as an edit of its variant', async () => {
  const slug = unique('priced')
  const at = (amountMinor: string | null) =>
    run([item(slug, { variants: [variant(`${slug}-1`, { prices: [{ currencyCode: 'EUR', amountMinor }] })] })])
  assert.deepEqual(
    [counts(await at('500')), counts(await at('600')), counts(await at(null)), counts(await at(null))],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  )
  const { variant: now } = await stack.data<{ variant: unknown }>('query ($sku: String!) { variant(sku: $sku) { version prices { decimal } } }', {
    sku: `${slug}-1`,
  })
  assert.deepEqual(now, { version: 3, prices: [] })
})

test('reports every fault with the place of its item and writes nothing', async () => {
  const taken = await addProduct(stack)
  const { variant: foreign } = await stack.data<{ variant: { sku: string } }>('query ($id: ID!) { variant(id: $id) { sku } }', {
    id: taken.variantIds[0],
  })
  const before = await stack.snapshot()
  const answer = await run([
    item(unique('good'), { variants: [variant(unique('SKU'))] }),
    item(unique('bad'), { categorySlug: 'nowhere' }),
    item(unique('bad'), { attributes: [{ key: 'weight', text: 'heavy' }] }),
    item(unique('bad'), { variants: [variant(unique('SKU')), variant(foreign.sku)] }),
  ])
  assert.deepEqual(codes(answer), [
    ['CATEGORY_NOT_FOUND', 'input.items.1.categorySlug'],
    ['ATTRIBUTE_INVALID', 'input.items.2.attributes.0'],
    ['SKU_TAKEN', 'input.items.3.variants.1.sku'],
  ])
  assert.deepEqual([counts(answer), answer.products], [[0, 0, 0], []])
  assert.equal(await stack.snapshot(), before)
})

test('refuses repeats, malformed items and more than a hundred', async () => {
  const [slug, sku] = [unique('twice'), unique('SKU')]
  const before = await stack.snapshot()
  assert.deepEqual(codes(await run([item(slug, { variants: [variant(sku)] }), item(slug, { variants: [variant(sku)] })])), [
    ['INVALID_INPUT', 'input.items.1.slug'],
    ['INVALID_INPUT', 'input.items.1.variants.0.sku'],
  ])
  assert.deepEqual(codes(await run([item('Not A Slug')])), [['INVALID_INPUT', 'input.items.0.slug']])
  assert.deepEqual(codes(await run([])), [['INVALID_INPUT', 'input.items']])
  assert.deepEqual(codes(await run(Array.from({ length: 101 }, () => item(unique('many'))))), [['INVALID_INPUT', 'input.items']])
  const twins = [variant(unique('SKU')), variant(unique('SKU'))]
  assert.deepEqual(codes(await run([item(unique('twins'), { variants: twins })])), [['OPTIONS_TAKEN', 'input.options']])
  assert.equal(await stack.snapshot(), before)
})

test('a hundred products are imported by a constant number of statements', async () => {
  const statementsFor = async (length: number): Promise<number> => {
    stack.statements()
    const answer = await run(
      Array.from({ length }, () =>
        item(unique('bulk'), { variants: [variant(unique('SKU'), { prices: [{ currencyCode: 'CNY', amountMinor: '7' }] })] }),
      ),
    )
    assert.deepEqual(counts(answer), [length, 0, 0])
    return stack.statements().length
  }
  assert.equal(await statementsFor(100), await statementsFor(2))
})

test('twenty imports of the same new products at once create each of them once', async () => {
  const slugs = Array.from({ length: 10 }, () => unique('race'))
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      run((turn % 2 === 0 ? slugs : slugs.toReversed()).map((slug) => item(slug, { variants: [variant(`${slug}-1`)] }))),
    ),
  )
  assert.deepEqual(answers.flatMap(codes as (answer: Imported) => unknown[]), [])
  assert.equal(
    answers.reduce((sum, { created }) => sum + created, 0),
    10,
  )
  const { rows } = await stack.rows.query(
    'SELECT count(*)::int AS products, (SELECT count(*)::int FROM variant WHERE sku LIKE $2) AS variants FROM product WHERE slug = ANY ($1)',
    [slugs, 'race-%'],
  )
  assert.deepEqual(rows, [{ products: 10, variants: 10 }])
})

test('an import that meets a product being created begins anew and finds it', async () => {
  const slug = unique('met')
  const other = await stack.rows.connect()
  await other.query('BEGIN')
  await other.query(`INSERT INTO product (id, slug, name, brand, category_id) SELECT $1, $2, 'Older', 'Agora', id FROM category WHERE slug = $3`, [
    newId('Product'),
    slug,
    categorySlug,
  ])
  const importing = run([item(slug)])
  const waiting = 'SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()'
  while ((await stack.rows.query(waiting)).rowCount === 0) await setImmediate()
  await other.query('COMMIT')
  other.release()
  const answer = await importing
  assert.deepEqual([counts(answer), answer.userErrors, answer.products.map(({ version }) => version)], [[0, 1, 0], [], [2]])
})

test('each product that an import changes has its own audit row, the unchanged none', async () => {
  const [one, two] = [unique('audited'), unique('audited')]
  const { products } = await run([item(one), item(two)])
  await run([item(one, { name: 'Other' }), item(two)])
  const { rows } = await stack.rows.query(
    `SELECT target_id, before->>'name' AS was, after->>'name' AS now FROM audit WHERE action = 'importProducts' AND target_id = ANY ($1) ORDER BY created_at, target_id`,
    [products.map(({ id }) => id)],
  )
  const [first, second] = products
  const births = [
    { target_id: first?.id, was: null, now: one },
    { target_id: second?.id, was: null, now: two },
  ].toSorted((a, b) => (`${a.target_id}` < `${b.target_id}` ? -1 : 1))
  assert.deepEqual(rows, [...births, { target_id: first?.id, was: one, now: 'Other' }])
})
