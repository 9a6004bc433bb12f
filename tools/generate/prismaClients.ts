import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { domains, type Domain } from '@agora/database/domains.ts'
import { domainFolder } from '@agora/database/migrationFolder.ts'

import { repository } from '../start/dataFolder.ts'
import { makeIfStale } from './stamp.ts'

const prisma = dirname(createRequire(import.meta.url).resolve('prisma/package.json'))
const version = readFileSync(join(prisma, 'package.json'), 'utf8')

/**
 * Generates the Prisma client of each domain whose schema or whose Prisma is another than last time. A domain whose schema has no `generator`
 * uses none. Answers the domains that were generated.
 */
export async function generatePrismaClients(): Promise<readonly Domain[]> {
  const made = await Promise.all(domains.map(async (domain) => ((await generate(domain)) ? [domain] : [])))
  return made.flat()
}

async function generate(domain: Domain): Promise<boolean> {
  const schema = join(domainFolder(domain), 'schema.prisma')
  const text = readFileSync(schema, 'utf8')
  if (!/^generator /m.test(text)) return false
  const folder = join(repository, 'subgraphs', domain, '__generated__')
  return makeIfStale({
    output: join(folder, 'prisma', 'client.ts'),
    stamp: join(folder, 'prisma.stamp'),
    inputs: [text, version],
    async make() {
      // The engine binary is wanted only to be there: generating does not run it, and downloading it needs another host than the registry.
      const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
      await promisify(execFile)(process.execPath, [join(prisma, 'build', 'index.js'), 'generate', '--schema', schema], { cwd: repository, env })
    },
  })
}
