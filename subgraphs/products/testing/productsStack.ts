import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphAnswer, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { openStockPool } from '../reservation/openStockPool.ts'
import { startProducts } from '../startProducts.ts'

/** The subgraph on a database of its own. */
export interface ProductsStack {
  readonly as: SubgraphClient['as']
  /** Asks as an administrator and answers the data. Throws when there are errors. */
  readonly data: <Data = Record<string, never>>(query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>
  /** Runs a mutation as an administrator by its name and input, and answers its payload. */
  readonly change: <Payload = Changed>(mutation: string, input: object, selection?: string) => Promise<Payload>
  /** A caller of the internal port. */
  readonly caller: (name: 'orders' | 'router') => Caller
  /** For looking at rows and for doing what no mutation does. */
  readonly rows: pg.Pool
  /** The statements sent since the last time this was read. */
  statements(): string[]
  /** A digest of all rows of all tables: the same text before and after means that nothing changed. */
  snapshot(): Promise<string>
  stop(): Promise<void>
}

/** What is asked of every payload. */
export interface Changed {
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: readonly string[] | null }[]
  readonly product?: { readonly id: string; readonly version: number } | null
  readonly variant?: { readonly id: string; readonly version: number } | null
  readonly category?: { readonly id: string; readonly version: number } | null
  readonly location?: { readonly id: string } | null
  readonly stockLevel?: { readonly onHand: number } | null
}

const EDGES = ['router-products', 'orders-products'] as const
const TABLES =
  'category attribute_definition product variant price price_range media location stock movement reservation participant_inbox idempotency_keys audit events'.split(
    ' ',
  )
const SNAPSHOT = `SELECT md5(concat(${TABLES.map((table) => `(SELECT jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)) FROM ${table} t)`).join(', ')})) AS everything`
const subjects: Readonly<Record<string, string>> = {
  addProductMedia: 'product',
  removeProductMedia: 'product',
  setVariantPrices: 'variant',
}

/**
 * Starts it; stop it in `after`.
 * @param options.stockUrl how the steps of orders reach the database, given its URL
 */
export async function startProductsStack({ stockUrl = async (url: string) => url } = {}): Promise<ProductsStack> {
  const logger = createLogger({ service: 'products', level: 'silent' })
  const database = await createTestDatabase('products')
  const keys = await testKeys(EDGES)
  const sent: string[] = []
  const onStatement = (text: string): void => void sent.push(text)
  const pool = createPool({ url: database.appUrl, name: 'products', logger, onStatement })
  const stockPool = openStockPool({ url: await stockUrl(database.appUrl), logger, onStatement })
  const environment = { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'test' }
  const running = await startProducts({ environment, pool, stockPool, logger, metrics: createMetrics('products') })
  const rows = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  const { as } = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: keys.open('router-products'), audience: 'products' })
  const callers: Caller[] = []
  return {
    as,
    ...asAdmin(as),
    caller(name) {
      const baseUrl = `http://127.0.0.1:${running.internalPort}`
      const caller = createCaller({ baseUrl, keys: keys.open(`${name}-products`), caller: name, audience: 'products' })
      callers.push(caller)
      return caller
    },
    rows,
    statements: () => sent.splice(0),
    snapshot: async () => (await rows.query<{ everything: string }>(SNAPSHOT)).rows[0]?.everything ?? '',
    async stop() {
      await Promise.all(callers.map((caller) => caller.close()))
      await running.stop()
      await rows.end()
      await keys.drop()
      await database.drop()
    },
  }
}

function asAdmin(as: SubgraphClient['as']): Pick<ProductsStack, 'data' | 'change'> {
  const data = async <Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data> =>
    dataOf(await as(admin())<Data>(query, variables))
  return {
    data,
    async change<Payload = Changed>(mutation: string, input: object, selection = subjectOf(mutation)): Promise<Payload> {
      const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`
      const query = `mutation ($input: ${inputType}!) { payload: ${mutation}(input: $input) { ${selection} userErrors { code message field } } }`
      return (await data<{ payload: Payload }>(query, { input })).payload
    },
  }
}

/** The data of an answer without errors. */
export function dataOf<Data>({ data, errors }: SubgraphAnswer<Data>): Data {
  if (errors !== undefined || data === null || data === undefined) throw new Error(`The answer has errors: ${JSON.stringify(errors)}`)
  return data
}

/** The codes of an answer's errors. */
export const codesOf = ({ errors }: SubgraphAnswer<unknown>): unknown[] => (errors ?? []).map(({ extensions }) => extensions?.['code'])

function subjectOf(mutation: string): string {
  const subject = subjects[mutation] ?? /Product|Variant|Category|Location/.exec(mutation)?.[0].toLowerCase()
  if (mutation === 'adjustInventory') return 'stockLevel { onHand reserved available location { id } }'
  if (mutation === 'deleteCategory') return 'deletedId'
  if (mutation === 'defineAttribute') return 'attributeDefinition { key label kind unit facet }'
  if (mutation === 'importProducts') return 'created updated unchanged products { id slug version }'
  return subject === 'location' ? 'location { id }' : `${subject} { id version }`
}
