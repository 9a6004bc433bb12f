import type pg from 'pg'

import type { Logger } from '@agora/logger/logger.ts'

import { loadTariffs, type InsertedTariffs } from '../../prisma/orders/seed/loadTariffs.ts'
import { catalogue } from '../../prisma/products/seed/catalogue.ts'
import { rowsOf } from '../../prisma/products/seed/catalogueRows.ts'
import { loadCatalogue, type Inserted } from '../../prisma/products/seed/loadCatalogue.ts'
import { loadUsers, type InsertedUsers } from '../../prisma/users/seed/loadUsers.ts'
import { users } from '../../prisma/users/seed/users.ts'

/** Where the seed goes: pools of the app roles of migrated databases. */
export interface SeedTargets {
  readonly usersPool: pg.Pool
  readonly productsPool: pg.Pool
  readonly ordersPool: pg.Pool
  readonly logger: Logger
}

/** How many rows were missing and are there now. */
export type Seeded = Inserted & InsertedUsers & InsertedTariffs

/** Puts the shop and its accounts into the databases: only what is missing, so a second run changes nothing. */
export async function seedAll({ usersPool, productsPool, ordersPool, logger }: SeedTargets): Promise<Seeded> {
  const catalogueRows = rowsOf(catalogue)
  const [shop, accounts, tariffs] = await Promise.all([
    loadCatalogue(productsPool, catalogueRows),
    loadUsers(usersPool, users),
    loadTariffs(ordersPool),
  ])
  const seeded = { ...shop, ...accounts, ...tariffs }
  logger.info(seeded, 'seeded the shop')
  return seeded
}

/** What a seed did, as one line for a person. */
export function seededLine(seeded: Readonly<Record<string, number>>): string {
  const parts = Object.entries(seeded).filter(([, inserted]) => inserted > 0)
  if (parts.length === 0) return 'Everything is there already; nothing was changed.'
  return `Added ${parts.map(([name, inserted]) => `${inserted.toLocaleString('en')} ${name}`).join(', ')}. What was there was left as it is.`
}
