import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { seedRetail } from './retail/seedRetail.ts'
import { seedAll, seededLine } from './seedAll.ts'

const TABLES = {
  products: [
    'attribute_definition',
    'category',
    'product',
    'variant',
    'price',
    'price_range',
    'media',
    'location',
    'stock',
    'movement',
    'audit',
    'idempotency_keys',
    'events',
  ],
  orders: ['tax_rates', 'shipping_methods', 'shipping_rates'],
  users: ['users', 'addresses', 'sessions', 'refresh_tokens', 'email_tokens', 'audit_entries', 'notifications', 'events'],
} as const

/** One text a database: what every row of every table reads. */
async function checksum(pool: pg.Pool, tables: readonly string[]): Promise<string[]> {
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await pool.query<{ sum: string }>(
        `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS sum FROM ${table} t`,
      )
      return `${table} ${rows[0]?.sum}`
    }),
  )
}

const numberOf = async (pool: pg.Pool, sql: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT (${sql})::int AS n`)).rows[0]?.n ?? -1

const databases = {
  users: await createTestDatabase('users'),
  products: await createTestDatabase('products'),
  orders: await createTestDatabase('orders'),
}
const usersPool = new pg.Pool({ connectionString: databases.users.appUrl, max: 4 })
const productsPool = new pg.Pool({ connectionString: databases.products.appUrl, max: 4 })
const ordersPool = new pg.Pool({ connectionString: databases.orders.appUrl, max: 4 })
const targets = { usersPool, productsPool, ordersPool, logger: createLogger({ service: 'test', level: 'silent' }) }
const sums = async (): Promise<string[]> => [
  ...(await checksum(productsPool, TABLES.products)),
  ...(await checksum(usersPool, TABLES.users)),
  ...(await checksum(ordersPool, TABLES.orders)),
]

after(async () => {
  await Promise.all([usersPool.end(), productsPool.end(), ordersPool.end()])
  await Promise.all(Object.values(databases).map((database) => database.drop()))
})

test('the seed', async (suite) => {
  await suite.test('two at once fill empty databases once', async () => {
    const both = await Promise.all([seedAll(targets), seedAll(targets)])
    const products = await numberOf(productsPool, 'SELECT count(*) FROM product')
    assert.ok(products >= 240)
    assert.deepEqual(
      both.map((seeded) => seeded.products).toSorted((a, b) => a - b),
      [0, products],
    )
    assert.equal(await numberOf(productsPool, 'SELECT count(*) FROM media'), products)
    assert.equal(await numberOf(productsPool, 'SELECT count(*) FROM price'), 3 * (await numberOf(productsPool, 'SELECT count(*) FROM variant')))
    assert.equal(await numberOf(productsPool, 'SELECT count(*) FROM stock'), 2 * (await numberOf(productsPool, 'SELECT count(*) FROM variant')))
    assert.equal(await numberOf(usersPool, 'SELECT count(*) FROM users'), 40)
    assert.deepEqual(
      [await numberOf(ordersPool, 'SELECT count(*) FROM tax_rates'), await numberOf(ordersPool, 'SELECT count(*) FROM shipping_rates')],
      [10, 9],
    )
  })

  await suite.test('whatever customers can see of it is told as events, once', async () => {
    const told = (pool: pg.Pool, type: string): Promise<number> => numberOf(pool, `SELECT count(*) FROM events WHERE type = '${type}'`)
    const published = await numberOf(productsPool, "SELECT count(*) FROM product WHERE status = 'PUBLISHED'")
    const shown = await numberOf(productsPool, "SELECT count(*) FROM variant v JOIN product p ON p.id = v.product_id WHERE p.status = 'PUBLISHED'")
    assert.deepEqual([await told(productsPool, 'product.published'), await told(productsPool, 'stock.changed')], [published, shown])
    assert.equal(await told(usersPool, 'user.registered'), 40)
  })

  await suite.test('seeding again changes no row of any table, and says so', async () => {
    const before = await sums()
    const again = await seedAll(targets)
    assert.deepEqual(again, {
      attributes: 0,
      locations: 0,
      categories: 0,
      products: 0,
      variants: 0,
      users: 0,
      addresses: 0,
      taxRates: 0,
      shippingMethods: 0,
    })
    assert.equal(seededLine({ ...again }), 'Everything is there already; nothing was changed.')
    assert.deepEqual(await sums(), before)
  })

  await suite.test('other empty databases get the same rows, but for the moments at which stock moved and events happened', async () => {
    const others = [await createTestDatabase('products'), await createTestDatabase('users'), await createTestDatabase('orders')] as const
    const open = ({ appUrl }: { readonly appUrl: string }): pg.Pool => new pg.Pool({ connectionString: appUrl, max: 2 })
    const [productsTwin, usersTwin, ordersTwin] = [open(others[0]), open(others[1]), open(others[2])]
    await seedAll({ ...targets, productsPool: productsTwin, usersPool: usersTwin, ordersPool: ordersTwin })
    const tables = TABLES.products.filter((table) => table !== 'stock' && table !== 'events')
    assert.deepEqual(await checksum(productsTwin, tables), await checksum(productsPool, tables))
    const accounts = TABLES.users.filter((table) => table !== 'events')
    assert.deepEqual(await checksum(usersTwin, accounts), await checksum(usersPool, accounts))
    assert.deepEqual(await checksum(ordersTwin, TABLES.orders), await checksum(ordersPool, TABLES.orders))
    await Promise.all([productsTwin.end(), usersTwin.end(), ordersTwin.end()])
    await Promise.all(others.map((database) => database.drop()))
  })

  await suite.test('what lies on hand is the sum of its movements, everywhere', async () => {
    const differing = `SELECT count(*) FROM stock s LEFT JOIN (SELECT variant_id, location_id, sum(delta) AS sum FROM movement GROUP BY 1, 2) m
      USING (variant_id, location_id) WHERE s.on_hand <> coalesce(m.sum, 0)`
    assert.equal(await numberOf(productsPool, differing), 0)
    assert.ok((await numberOf(productsPool, 'SELECT count(*) FROM stock WHERE on_hand = 0')) > 20)
  })

  await suite.test('the price range of every product with prices is the range of its prices', async () => {
    const differing = `SELECT count(*) FROM price_range r FULL JOIN (SELECT v.product_id, p.currency, min(p.amount_minor) AS low, max(p.amount_minor) AS high
      FROM price p JOIN variant v ON v.id = p.variant_id GROUP BY 1, 2) f USING (product_id, currency) WHERE (r.min_minor, r.max_minor) IS DISTINCT FROM (f.low, f.high)`
    assert.equal(await numberOf(productsPool, differing), 0)
  })

  await suite.test('an edited price and name, a removed picture, a moved stock and an edited tariff survive', async () => {
    await productsPool.query(
      `UPDATE price SET amount_minor = 12345 WHERE currency = 'EUR' AND variant_id = (SELECT id FROM variant WHERE sku = 'TRN-DRP-SAN')`,
    )
    await productsPool.query(`UPDATE product SET name = 'Tern Cone', version = version + 1 WHERE slug = 'tern-dripper'`)
    await productsPool.query(`DELETE FROM media WHERE product_id = (SELECT id FROM product WHERE slug = 'tern-carafe')`)
    await productsPool.query(`INSERT INTO movement (id, variant_id, location_id, delta, reason, actor)
      SELECT 'mov_00000000000000000000000000', v.id, l.id, -6, 'DAMAGED', 'test' FROM variant v, location l WHERE v.sku = 'TRN-DRP-SAN' AND l.code = 'LEJ'`)
    await usersPool.query(`UPDATE users SET display_name = 'Ada W.', password_hash = 'x' WHERE email_key = 'ada@agora.example'`)
    await ordersPool.query(`UPDATE tax_rates SET rate_ppm = 1 WHERE code = 'US-NY'`)
    await ordersPool.query(`DELETE FROM shipping_rates WHERE currency = 'CNY'`)
    const before = await sums()
    await seedAll(targets)
    assert.deepEqual(await sums(), before)
  })

  await suite.test('a product whose slug someone took is left out, and the rest comes back', async () => {
    const other = await createTestDatabase('products')
    const pool = new pg.Pool({ connectionString: other.appUrl, max: 2 })
    await pool.query(`INSERT INTO category (id, path, slug, name) VALUES ('cat_mine', '{cat_mine}', 'mine', 'Mine')`)
    await pool.query(`INSERT INTO product (id, slug, name, brand, category_id) VALUES ('prd_mine', 'tern-dripper', 'Mine', 'Mine', 'cat_mine')`)
    const seeded = await seedAll({ ...targets, productsPool: pool })
    assert.equal(seeded.products, (await numberOf(pool, 'SELECT count(*) FROM product')) - 1)
    assert.equal(await numberOf(pool, `SELECT count(*) FROM variant WHERE sku LIKE 'TRN-DRP-%'`), 0)
    await pool.end()
    await other.drop()
  })

  await suite.test('the archive is added once as well, with its pence in each currency', async () => {
    const archive = [
      { code: '22423', description: 'REGENCY CAKESTAND 3 TIER', pence: 1275, sales: 2200 },
      { code: '85123A', description: 'WHITE HEART', pence: 255, sales: 9 },
    ]
    const shares: number[] = []
    assert.deepEqual(await seedRetail(productsPool, archive, (share) => shares.push(share)), { products: 2, variants: 2 })
    assert.deepEqual(shares, [1])
    const before = await sums()
    assert.deepEqual(await seedRetail(productsPool, archive, () => {}), { products: 0, variants: 0 })
    assert.deepEqual(await sums(), before)
    const { rows } = await productsPool.query(
      `SELECT currency, amount_minor::int AS amount FROM price JOIN variant ON id = variant_id WHERE sku = 'ARC-22423' ORDER BY currency`,
    )
    assert.deepEqual(rows, [
      { currency: 'CNY', amount: 1275 },
      { currency: 'EUR', amount: 1275 },
      { currency: 'USD', amount: 1275 },
    ])
  })
})
