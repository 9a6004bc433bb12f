import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { joinDatabase } from '../start/databaseServer.ts'
import { dataFolder, defaultDataRoot, repository } from '../start/dataFolder.ts'
import { OperatorError } from '../start/operatorError.ts'
import { runTool, say } from '../start/runTool.ts'
import { createProgressBar } from './progressBar.ts'
import { readRetail } from './retail/readRetail.ts'
import type { RetailProduct } from './retail/retailProducts.ts'
import { seedRetail } from './retail/seedRetail.ts'
import { seededLine, seedAll, type SeedTargets } from './seedAll.ts'
import { withPools } from './withPools.ts'

const USAGE = `npm run seed          the shop and its accounts, where they are missing
npm run seed retail   the same, and the Online Retail archive for benchmarks
The databases are those of this clone, whether it runs or not. Another server: -- --database-url postgres://…`

const archive = resolve(repository, '..', 'shared', 'data', 'uci-online-retail.csv.gz')

async function addRetail({ productsPool }: SeedTargets, products: readonly RetailProduct[]): Promise<void> {
  say(seededLine({ ...(await seedRetail(productsPool, products, createProgressBar('Writing', process.stderr))) }))
}

interface Order {
  readonly retail: boolean
  readonly databaseUrl: string | undefined
  readonly caFile: string | undefined
}

/** Throws OperatorError for anything that is not a known order. */
function readOrder(): Order {
  const options = { 'database-url': { type: 'string' }, 'database-ca': { type: 'string' } } as const
  const { values, positionals, tokens } = parseArgs({ allowPositionals: true, strict: false, tokens: true, options })
  const unknown = tokens.some((token) => token.kind === 'option' && (!Object.hasOwn(options, token.name) || token.value === undefined))
  const [what, more] = positionals
  if (unknown || more !== undefined || (what !== undefined && what !== 'retail')) throw new OperatorError(`Say what to seed:\n${USAGE}`)
  const text = (value: string | boolean | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
  return {
    retail: what === 'retail',
    databaseUrl: text(values['database-url']) ?? (process.env['AGORA_DATABASE_URL'] || undefined),
    caFile: text(values['database-ca']) ?? (process.env['AGORA_DATABASE_CA'] || undefined),
  }
}

await runTool(async () => {
  const { retail, databaseUrl, caFile } = readOrder()
  const products = retail ? await readRetail(archive, createProgressBar('Reading', process.stderr)) : []
  const folder = dataFolder(defaultDataRoot())
  const server = await joinDatabase({ folder, url: databaseUrl, caFile })
  try {
    await withPools(server, folder, async (targets) => {
      say(seededLine({ ...(await seedAll(targets)) }))
      if (retail) await addRetail(targets, products)
    })
  } finally {
    await server.stop()
  }
  return true
})
