import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { databases, isDatabase, type DatabaseName } from '@agora/database/domains.ts'
import { domainFolder, readMigrations } from '@agora/database/migrationFolder.ts'

import { joinDatabase, type DatabaseServer } from '../start/databaseServer.ts'
import { dataFolder, defaultDataRoot, type DataFolder } from '../start/dataFolder.ts'
import { OperatorError } from '../start/operatorError.ts'
import { runTool, say } from '../start/runTool.ts'
import { findDrift, writeSnapshot } from './drift.ts'
import { diffToSchema } from './engine.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { dropDomain, prepareDomain } from './prepareDomain.ts'
import { withMigrated } from './scratch.ts'

const USAGE = `npm run db migrate  [domain]          apply what is pending
npm run db status   [domain]          say what is applied, pending or drifted
npm run db diff     <domain> <name>   write a migration from the change of prisma/<domain>/schema.prisma
npm run db snapshot [domain]          rewrite prisma/<domain>/catalogue.txt
npm run db drift    [domain]          check migrations, schema and catalogue against each other
npm run db reset    [domain]          drop the database and migrate from empty (deletes its data)
Domains: ${databases.join(', ')}. Another server than the embedded one: -- --database-url postgres://…`

interface Order {
  readonly server: DatabaseServer
  readonly folder: DataFolder
  readonly domain: DatabaseName
  /** The name of a new migration. */
  readonly name: string | undefined
}

const commands: Readonly<Record<string, (order: Order) => Promise<boolean>>> = {
  migrate: async ({ server, folder, domain }) => {
    const applied = await migrate({ domain, url: (await prepareDomain(server, folder, domain)).ownerUrl, caFile: server.caFile })
    say(applied.length === 0 ? `${domain}: up to date` : `${domain}: applied ${applied.join(', ')}`)
    return true
  },
  status: async ({ server, folder, domain }) => {
    const target = { domain, url: (await prepareDomain(server, folder, domain)).ownerUrl, caFile: server.caFile }
    const status = await migrationStatus(target)
    for (const [state, names] of Object.entries(status)) say(`${domain}: ${state}: ${names.join(', ') || 'none'}`)
    const drift = status.pending.length === 0 ? await diffToSchema(target) : undefined
    if (drift !== undefined) say(`${domain}: the database is not what schema.prisma says:\n${drift}`)
    return drift === undefined && status.pending.length + status.edited.length + status.failed.length + status.unknown.length === 0
  },
  diff: async ({ server, domain, name }) => {
    if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name))
      throw new OperatorError('A migration needs a name of small letters, digits and underscores: npm run db diff users add_nickname')
    const script = await withMigrated(server, { domain, migrations: await readMigrations(domain) }, diffToSchema)
    if (script === undefined) say(`${domain}: schema.prisma and the migrations agree`)
    else await writeMigration(domain, name, script)
    return true
  },
  snapshot: async ({ server, domain }) => {
    say((await writeSnapshot(server, domain)) ? `${domain}: catalogue.txt rewritten` : `${domain}: catalogue.txt is as it was`)
    return true
  },
  drift: async ({ server, domain }) => {
    const faults = await findDrift(server, domain)
    say(faults.length === 0 ? `${domain}: no drift` : faults.join('\n'))
    return faults.length === 0
  },
  reset: async ({ server, folder, domain }) => {
    await dropDomain(server, domain)
    const target = { domain, url: (await prepareDomain(server, folder, domain)).ownerUrl, caFile: server.caFile }
    say(`${domain}: made anew with ${(await migrate(target)).length} migrations; \`npm start\` seeds it again`)
    return true
  },
}

async function writeMigration(domain: DatabaseName, name: string, script: string): Promise<void> {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(domainFolder(domain), 'migrations', `${stamp}_${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'migration.sql'), script)
  await writeFile(
    join(domainFolder(domain), 'migrations', 'migration_lock.toml'),
    '# Which database the migrations are for.\nprovider = "postgresql"\n',
  )
  say(`${domain}: wrote ${join(folder, 'migration.sql')}; review it, then run \`npm run db snapshot ${domain}\``)
}

function readArguments(): { values: { 'database-url'?: string; 'database-ca'?: string }; positionals: string[] } {
  try {
    return parseArgs({ allowPositionals: true, options: { 'database-url': { type: 'string' }, 'database-ca': { type: 'string' } } })
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message.split('. ')[0] : 'Unknown option'}. Say what to do:\n${USAGE}`)
  }
}

await runTool(async () => {
  const { values, positionals } = readArguments()
  const [command = '', domain, name] = positionals
  const run = commands[command]
  if (run === undefined) throw new OperatorError(`Say what to do:\n${USAGE}`)
  if (domain !== undefined && !isDatabase(domain)) throw new OperatorError(`There is no domain ${domain}: ${databases.join(', ')}.`)
  if (command === 'diff' && domain === undefined) throw new OperatorError('Say which domain: npm run db diff users add_nickname')
  const folder = dataFolder(defaultDataRoot())
  const server = await joinDatabase({
    folder,
    url: values['database-url'] ?? (process.env['AGORA_DATABASE_URL'] || undefined),
    caFile: values['database-ca'] ?? (process.env['AGORA_DATABASE_CA'] || undefined),
  })
  try {
    let fine = true
    for (const each of domain === undefined ? databases : [domain]) fine = (await run({ server, folder, domain: each, name })) && fine
    return fine
  } finally {
    await server.stop()
  }
})
