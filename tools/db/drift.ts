import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { DatabaseName } from '@agora/database/domains.ts'
import { domainFolder, readMigrations } from '@agora/database/migrationFolder.ts'

import { readCatalogue } from './catalogue.ts'
import { applyMigrations, diffToSchema } from './engine.ts'
import { withMigrated, type Server } from './scratch.ts'

/** Where a domain's committed catalogue lies. */
const catalogueFile = (domain: DatabaseName): string => join(domainFolder(domain), 'catalogue.txt')

/** Writes the catalogue of the migrated, empty database beside the schema. Answers whether it changed. */
export async function writeSnapshot(server: Server, domain: DatabaseName): Promise<boolean> {
  const migrations = await readMigrations(domain)
  const now = await withMigrated(server, { domain, migrations }, readCatalogue)
  const before = await readFile(catalogueFile(domain), 'utf8').catch(() => '')
  await writeFile(catalogueFile(domain), now)
  return now !== before
}

/**
 * Says where migrations, `schema.prisma` and the committed catalogue disagree; nothing when they agree. The engine compares what Prisma can
 * express, the catalogue everything else. Then each earlier migration is a starting point too: the rest must lead to the same catalogue.
 */
export async function findDrift(server: Server, domain: DatabaseName): Promise<readonly string[]> {
  const migrations = await readMigrations(domain)
  if (migrations.length === 0) return [`prisma/${domain} has no migration: make one with \`npm run db diff ${domain} initial\`.`]
  const committed = await readFile(catalogueFile(domain), 'utf8').catch(() => undefined)
  const { script, catalogue } = await withMigrated(server, { domain, migrations }, async (target) => ({
    script: await diffToSchema(target),
    catalogue: await readCatalogue(target),
  }))
  const faults: string[] = []
  if (script !== undefined)
    faults.push(
      `prisma/${domain}/schema.prisma has changed and no migration follows it: run \`npm run db diff ${domain} <name>\`. Missing:\n${script}`,
    )
  if (committed === undefined) faults.push(`prisma/${domain}/catalogue.txt is missing: run \`npm run db snapshot ${domain}\`.`)
  else if (committed !== catalogue)
    faults.push(
      `prisma/${domain}/catalogue.txt is not what the migrations make: run \`npm run db snapshot ${domain}\` and review it.\n${differences(committed, catalogue)}`,
    )
  for (let count = 1; count < migrations.length; count += 1) {
    const reached = await withMigrated(server, { domain, migrations: migrations.slice(0, count) }, async (target) => {
      await applyMigrations(target, migrations)
      return readCatalogue(target)
    })
    if (reached !== catalogue)
      faults.push(`prisma/${domain}: from ${migrations[count - 1]?.name} on, the migrations lead elsewhere.\n${differences(catalogue, reached)}`)
  }
  return faults
}

/** Lines that only one of the two texts has. */
export function differences(committed: string, actual: string): string {
  const [before, now] = [committed.split('\n'), actual.split('\n')]
  const lost = before.filter((line) => !now.includes(line)).map((line) => `- ${line}`)
  const found = now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)
  return [...lost, ...found].slice(0, 40).join('\n')
}
