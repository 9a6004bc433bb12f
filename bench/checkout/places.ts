import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createPool } from '@agora/database/pool.ts'
import { withClient, urlOf } from '@agora/database/provision.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { loadTariffs } from '../../prisma/orders/seed/loadTariffs.ts'
import { catalogue } from '../../prisma/products/seed/catalogue.ts'
import { rowsOf } from '../../prisma/products/seed/catalogueRows.ts'
import { loadCatalogue } from '../../prisma/products/seed/loadCatalogue.ts'
import { rotateAll } from '../../tools/keys/rotateAll.ts'
import { startPostgres, type Postgres } from '../../tools/postgres/startPostgres.ts'
import { dataFolder, type DataFolder } from '../../tools/start/dataFolder.ts'

/** The databases that take part, on a server of the bench's own that is as durable as in earnest. */
export interface Places {
  readonly server: Postgres
  readonly folder: DataFolder
  readonly databases: Readonly<Record<'orders' | 'products' | 'payments' | 'users' | 'ai', TestDatabase>>
  /** Where the workflow engine keeps what it knows. */
  readonly engineUrl: string
  /** What can be bought, in more than enough pieces. */
  readonly variantIds: readonly string[]
  close(): Promise<void>
}

const ENGINE = 'bench_engine'
const PLENTY = 10_000_000
const SOLD = 1000

/** Starts PostgreSQL and fills it with the seed's catalogue and tariffs. */
export async function openPlaces(): Promise<Places> {
  const root = await mkdtemp(join(tmpdir(), 'agora-bench-'))
  // The database's account must be able to walk through.
  await chmod(root, 0o711)
  const folder = dataFolder(root)
  const server = await startPostgres({ dataDir: folder.cluster, passwordFile: folder.superuserPassword, logFile: folder.log('postgres') })
  process.env['TEST_POSTGRES_URL'] = server.url
  rotateAll(folder, new Date())
  const databases = {
    orders: await createTestDatabase('orders'),
    products: await createTestDatabase('products'),
    payments: await createTestDatabase('payments'),
    users: await createTestDatabase('users'),
    ai: await createTestDatabase('ai'),
  }
  await withClient(server.url, (admin) => admin.query(`CREATE DATABASE ${ENGINE}`))
  return {
    server,
    folder,
    databases,
    engineUrl: urlOf(server.url, { database: ENGINE }),
    variantIds: await fill(databases),
    close: async () => {
      await server.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

const BUYABLE = `SELECT v.id FROM variant v JOIN product p ON p.id = v.product_id JOIN price x ON x.variant_id = v.id AND x.currency = 'EUR'
  WHERE p.status = 'PUBLISHED' AND v.packed_weight_grams <= 2000 AND EXISTS (SELECT FROM stock s WHERE s.variant_id = v.id) ORDER BY v.id LIMIT ${SOLD}`
const STOCK_UP = `INSERT INTO movement (id, variant_id, location_id, delta, reason, actor)
  SELECT m.id, m.variant_id, (SELECT min(s.location_id) FROM stock s WHERE s.variant_id = m.variant_id), ${PLENTY}, 'RECEIVED', 'bench'
  FROM unnest($1::text[], $2::text[]) AS m(id, variant_id)`

async function fill({ orders, products }: Pick<Places['databases'], 'orders' | 'products'>): Promise<readonly string[]> {
  const logger = createLogger({ service: 'bench', level: 'warn' })
  const [ofOrders, ofProducts] = [orders, products].map(({ appUrl: url }) => createPool({ url, name: 'bench', logger }))
  if (ofOrders === undefined || ofProducts === undefined) throw new TypeError('A pool is missing')
  await Promise.all([loadTariffs(ofOrders), loadCatalogue(ofProducts, rowsOf(catalogue))])
  const { rows } = await ofProducts.query<{ id: string }>(BUYABLE)
  const variantIds = rows.map(({ id }) => id)
  await ofProducts.query(STOCK_UP, [variantIds.map(() => newId('Movement')), variantIds])
  await Promise.all([ofOrders.end(), ofProducts.end()])
  return variantIds
}
