import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import type { Queryable } from '@agora/database/transaction.ts'
import { parsePage } from '@agora/subgraph-kit/connection.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { readDefinitions } from '../attribute/definitions.ts'
import { countFacets } from './facets.ts'
import { listProducts, orderOf } from './listProducts.ts'
import { readProductQuery } from './productQuery.ts'

const PRODUCTS = 20_000

let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await createTestDatabase('products')
  pool = new pg.Pool({ connectionString: database.ownerUrl, max: 2 })
  await pool.query(`
    INSERT INTO attribute_definition (key, label, kind) VALUES ('colour', 'Colour', 'TEXT'), ('materials', 'Materials', 'LIST'), ('width', 'Width', 'NUMBER'), ('washable', 'Washable', 'BOOLEAN');
    INSERT INTO category (id, slug, name) VALUES ('cat_01h455vb4pex5vsknk084sn02q', 'all', 'All');
    INSERT INTO product (id, slug, name, brand, category_id, status, published_at, attributes)
    SELECT 'prd_' || lpad(n::text, 26, '0'), 'p-' || n, substr(md5(n::text), 1, 8) || ' ' || substr(md5((-n)::text), 1, 8), 'Brand ' || n % 40, 'cat_01h455vb4pex5vsknk084sn02q', 'PUBLISHED', now(),
      jsonb_build_object('colour', 'Colour ' || n % 500, 'materials', jsonb_build_array('Material ' || n % 300, 'Wool'), 'width', n % 100, 'washable', n % 1000 = 0)
    FROM generate_series(1, ${PRODUCTS}) n;
    ANALYZE product;`)
})
after(async () => {
  await pool.end()
  await database.drop()
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (plan: PlanNode): readonly PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** The indexes that PostgreSQL uses for the statement that the list of a filter sends. */
async function indexesFor(given: object): Promise<{ readonly indexes: readonly string[]; readonly scans: readonly string[] }> {
  const query = readProductQuery(given, await readDefinitions(pool), false)
  let plan: PlanNode | undefined
  const explaining = {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values)
      plan = rows[0]?.['QUERY PLAN'][0].Plan
      return { rows: [] }
    },
  }
  await listProducts(explaining as object as Queryable, query, parsePage({ first: 20 }, orderOf(query)))
  const nodes = plan === undefined ? [] : nodesOf(plan)
  return { indexes: nodes.flatMap((node) => node['Index Name'] ?? []), scans: nodes.map((node) => node['Node Type']) }
}

const filters: readonly [string, object, string][] = [
  ['a text', { filter: { attributes: [{ key: 'colour', values: ['Colour 7'] }] } }, 'product_attributes'],
  ['one of several texts', { filter: { attributes: [{ key: 'colour', values: ['Colour 7', 'Colour 8'] }] } }, 'product_attributes'],
  ['a value of a list', { filter: { attributes: [{ key: 'materials', values: ['Material 9'] }] } }, 'product_attributes'],
  ['a boolean', { filter: { attributes: [{ key: 'washable', is: true }] } }, 'product_attributes'],
  [
    'two attributes',
    {
      filter: {
        attributes: [
          { key: 'colour', values: ['Colour 7'] },
          { key: 'width', min: 3 },
        ],
      },
    },
    'product_attributes',
  ],
  ['words of a search', { search: 'f1c15925' }, 'product_search'],
]
for (const [what, given, index] of filters) {
  test(`finds ${what} among ${PRODUCTS} products by its index, without reading the table through`, async () => {
    const { indexes, scans } = await indexesFor(given)
    assert.ok(indexes.includes(index), `${indexes.join()} ${scans.join()}`)
    assert.equal(scans.includes('Seq Scan'), false, scans.join())
  })
}

test('the whole catalogue is listed by an index in the order of newest and of name', async () => {
  for (const [sort, index] of [
    ['NEWEST', 'product_newest'],
    ['NAME', 'product_by_name'],
  ] as const) {
    const { indexes, scans } = await indexesFor({ sort })
    assert.deepEqual([indexes, scans.includes('Sort')], [[index], false])
  }
})

test('counts the facets of twenty thousand products exactly, each as if its own condition were off', async () => {
  const definitions = await readDefinitions(pool)
  const query = readProductQuery({ filter: { brands: ['Brand 7'], attributes: [{ key: 'width', min: 7, max: 47 }] } }, definitions, false)
  const facets = await countFacets(pool, query, ['width', 'washable'])
  const brands = new Map(facets.brands.map(({ value, count }) => [value, count]))
  // Brand and width repeat every 40 and every 100 products, so together every 200.
  const count = (matches: (n: number) => boolean): number => Array.from({ length: PRODUCTS }, (_, n) => n + 1).filter(matches).length
  const wide = (n: number): boolean => n % 100 >= 7 && n % 100 <= 47
  assert.deepEqual(
    [brands.size, brands.get('Brand 7'), brands.get('Brand 9'), facets.outOfStock],
    [40, count((n) => n % 40 === 7 && wide(n)), count((n) => n % 40 === 9 && wide(n)), count((n) => n % 40 === 7 && wide(n))],
  )
  assert.deepEqual(facets.ranges.get('width'), { min: 7, max: 87 })
})
