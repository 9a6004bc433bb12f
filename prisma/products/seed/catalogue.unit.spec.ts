import assert from 'node:assert/strict'
import { test } from 'node:test'

import { attributeDefinitions } from './attributeDefinitions.ts'
import { brands } from './brands.ts'
import { catalogue } from './catalogue.ts'
import { isLeaf, type CategorySeed, type GroupSeed } from './catalogueEntry.ts'
import { rowsOf } from './catalogueRows.ts'
import { colourNamed } from './picture/colours.ts'

const depths = (node: GroupSeed | CategorySeed, depth: number): number[] =>
  isLeaf(node) ? [depth] : node.children.flatMap((child) => depths(child, depth + 1))
const leavesOf = (node: GroupSeed | CategorySeed): CategorySeed[] => (isLeaf(node) ? [node] : node.children.flatMap(leavesOf))
const leaves = catalogue.flatMap(leavesOf)
const products = leaves.flatMap((leaf) => leaf.products)
const variants = products.flatMap((product) => product.variants)
const rows = rowsOf(catalogue)

const repeated = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index)
const within = (text: string, [min, max]: readonly [number, number]): boolean => text.length >= min && text.length <= max && text.trim() === text

test('the shop has at least 240 products, 24 leaves and 600 variants', () => {
  assert.ok(products.length >= 240, `${products.length} products`)
  assert.ok(leaves.length >= 24, `${leaves.length} leaves`)
  assert.ok(variants.length >= 600, `${variants.length} variants`)
})

test('every leaf is on the third level and holds at least ten products', () => {
  assert.deepEqual([...new Set(catalogue.flatMap((root) => depths(root, 1)))], [3])
  assert.deepEqual(
    leaves.filter((leaf) => leaf.products.length < 10).map(({ slug }) => slug),
    [],
  )
})

test('slugs, names, SKUs, ids and descriptions are each used once', () => {
  const categories = rows.categories.map(({ slug }) => slug)
  assert.deepEqual(repeated(categories), [])
  for (const values of [
    rows.products.map(({ slug }) => slug),
    rows.products.map(({ name }) => name),
    rows.products.map(({ description }) => description),
  ])
    assert.deepEqual(repeated(values), [])
  assert.deepEqual(repeated(rows.variants.map(({ sku }) => sku)), [])
  const movements = rows.variants.flatMap(({ stock }) => stock.map(({ movement_id }) => movement_id))
  assert.deepEqual(repeated([...rows.categories, ...rows.products, ...rows.variants].map(({ id }) => id)), [])
  assert.deepEqual(repeated(movements), [])
})

test('names, slugs, SKUs and descriptions keep to the bounds of the graph', () => {
  for (const { slug, name, description } of rows.products) {
    assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.ok(within(slug, [3, 60]) && within(name, [3, 80]), slug)
    assert.ok(within(description, [60, 400]), `${slug}: ${description.length}`)
  }
  for (const { sku } of rows.variants) assert.match(sku, /^[A-Z0-9]{2,4}(-[A-Z0-9]{1,5}){1,3}$/)
})

test('every variant has three prices, whole, positive and near one another in worth', () => {
  for (const [sku, , , , prices] of variants) {
    assert.equal(prices.length, 3, sku)
    assert.ok(
      prices.every((price) => Number.isSafeInteger(price) && price > 0),
      sku,
    )
    const [usd, eur, cny] = prices
    assert.ok(eur <= usd && cny > usd * 5 && cny < usd * 9, `${sku}: ${prices.join(' ')}`)
  }
})

test('prices are set by hand: no one rate leads from one currency to another', () => {
  const rates = (index: 1 | 2): number => new Set(variants.map(([, , , , prices]) => (prices[index] / prices[0]).toFixed(4))).size
  assert.ok(rates(1) > 60 && rates(2) > 100, `${rates(1)} ${rates(2)}`)
})

test('a parcel weighs more than what is in it', () => {
  assert.deepEqual(
    variants.filter(([, , grams, packed]) => !(grams > 0 && packed > grams)).map(([sku]) => sku),
    [],
  )
})

test('siblings differ in their options, and say the same keys', () => {
  for (const { slug, variants: siblings } of products) {
    const options = siblings.map(([, option]) => JSON.stringify(option))
    assert.deepEqual(repeated(options), [], slug)
    assert.equal(new Set(siblings.map(([, option]) => Object.keys(option).join())).size, 1, slug)
  }
})

test('there are drafts and archived products, and variants that no place has', () => {
  const of = (status: string): number => rows.products.filter((product) => product.status === status).length
  assert.deepEqual([of('DRAFT'), of('ARCHIVED')], [6, 4])
  assert.ok(of('PUBLISHED') >= 240)
  const soldOut = variants.filter(([, , , , , stock]) => stock.every((units) => units === 0)).length
  assert.ok(soldOut >= 12 && soldOut < variants.length / 10, `${soldOut} sold out`)
})

test('every brand has products, and every named colour has a look', () => {
  const used = new Set<string>(products.map(({ brand }) => brand))
  assert.deepEqual(
    Object.keys(brands).filter((brand) => !used.has(brand)),
    [],
  )
  const colours = rows.products.flatMap(({ attributes }) => attributes['colour'] ?? []) as string[]
  assert.deepEqual(
    [...new Set(colours)].filter((colour) => colourNamed(colour) === undefined),
    [],
  )
})

test('every attribute is used and has the type of its definition', () => {
  const types = { TEXT: 'string', NUMBER: 'number', BOOLEAN: 'boolean', LIST: 'object' } as const
  for (const [key, , kind] of attributeDefinitions) {
    const values = rows.products.map(({ attributes }) => attributes[key]).filter((value) => value !== undefined)
    assert.ok(values.length > 0, `${key} is not used`)
    assert.deepEqual(
      values.filter((value) => typeof value !== types[kind] || Array.isArray(value) !== (kind === 'LIST')),
      [],
      key,
    )
  }
})
