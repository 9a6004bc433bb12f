import { randomBytes } from 'node:crypto'

import pg from 'pg'

/** How many products the bench's shop has. */
export const PRODUCTS = 2000
/** The path of a product's id, from its number. */
export const idOf = (number: number): string => `prd_${String(number % PRODUCTS).padStart(6, '0')}`

/** Both servers serve exactly this. */
export const SDL = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Product @key(fields: "id") {
    id: ID!
    slug: String!
    name: String!
    brand: String!
    category: String!
    status: String!
    description: String!
    rating: Float!
    color: String
    material: String
    price: Price
    variants: [Variant!]!
    costNote: String
  }
  type Price {
    amount: Int!
    currency: String!
  }
  type Variant {
    id: ID!
    sku: String!
    stock: Int!
  }
  type Query {
    product(slug: String!): Product
  }
`

/** 50 products as entities: 1,201 fields in the answer. */
export const ENTITIES = `query($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Product {
  id slug name brand category status description rating color material price { amount currency } variants { id sku stock } } } }`
/** One product: 5 fields. */
export const ONE = 'query($slug: String!) { product(slug: $slug) { id slug name brand color } }'

/** The body of the n-th request of each kind. */
export const bodies = {
  entities: (turn: number): string => {
    const representations = Array.from({ length: 50 }, (_, index) => ({ __typename: 'Product', id: idOf(turn * 50 + index) }))
    return JSON.stringify({ query: ENTITIES, variables: { representations } })
  },
  one: (turn: number): string => JSON.stringify({ query: ONE, variables: { slug: `product-${turn % PRODUCTS}` } }),
} as const

const TABLES = `
  CREATE TABLE product (id text PRIMARY KEY, slug text NOT NULL UNIQUE, name text NOT NULL, brand text NOT NULL, category text NOT NULL,
    status text NOT NULL, description text NOT NULL, rating double precision NOT NULL, attributes jsonb NOT NULL);
  CREATE TABLE price (product_id text PRIMARY KEY REFERENCES product, amount integer NOT NULL, currency text NOT NULL);
  CREATE TABLE variant (id text PRIMARY KEY, product_id text NOT NULL REFERENCES product, sku text NOT NULL, stock integer NOT NULL);
  CREATE INDEX variant_product_id_idx ON variant (product_id);`

const ROWS = `
  INSERT INTO product SELECT 'prd_' || lpad(n::text, 6, '0'), 'product-' || n, 'Product number ' || n, 'Brand ' || n % 40, 'category-' || n % 24, 'PUBLISHED',
    repeat('A description that somebody might read before they buy. ', 4) || n, round((n % 50) / 10.0, 1),
    jsonb_build_object('color', (ARRAY['red', 'green', 'blue'])[1 + n % 3], 'material', (ARRAY['wool', 'linen'])[1 + n % 2], 'size', n % 10)
    FROM generate_series(0, ${PRODUCTS - 1}) n;
  INSERT INTO price SELECT id, 100 + length(name) * 37, 'USD' FROM product;
  INSERT INTO variant SELECT id || '-' || v, id, upper(slug) || '-' || v, v * 7 FROM product, generate_series(1, 3) v;
  ANALYZE;`

/** Makes the database; answers its address and how to remove it. */
export async function createFixture(adminUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_subgraph_${randomBytes(4).toString('hex')}`
  const asAdmin = async (sql: string, url = adminUrl): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await asAdmin(`CREATE DATABASE ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await asAdmin(TABLES + ROWS, url.href)
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
