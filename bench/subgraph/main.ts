import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { startPostgres } from '../../tools/postgres/startPostgres.ts'
import type { Contestant } from './contestant.ts'
import { startKit, startTutorial } from './contestants.ts'
import { createFixture } from './fixture.ts'
import { assertEqualAnswers, race } from './race.ts'
import { report, type Conditions } from './report.ts'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
    production: { type: 'boolean', default: false },
  },
})
const conditions: Conditions = {
  seconds: Number(options.seconds),
  rounds: Number(options.rounds),
  connections: Number(options.connections),
  production: options.production,
}
const folder = mkdtempSync(join(tmpdir(), 'agora-bench-'))

async function withDatabase(work: (adminUrl: string) => Promise<void>): Promise<void> {
  const given = process.env['TEST_POSTGRES_URL'] ?? ''
  if (given !== '') return work(given)
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    passwordFile: join(folder, 'postgres.password'),
    logFile: join(folder, 'postgres.log'),
  })
  await work(server.url).finally(() => server.stop())
}

function generateClient(): void {
  const script = import.meta.resolve('prisma/build/index.js')
  const schema = join(import.meta.dirname, 'schema.prisma')
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
  execFileSync(process.execPath, [new URL(script).pathname, 'generate', '--schema', schema], { env, stdio: 'pipe' })
}

try {
  generateClient()
  await withDatabase(async (adminUrl) => {
    const fixture = await createFixture(adminUrl)
    const contestants: Contestant[] = []
    try {
      contestants.push(await startTutorial(fixture.url, folder), await startKit(fixture.url, folder))
      await assertEqualAnswers(contestants)
      report(await race(contestants, { adminUrl, ...conditions }), conditions)
    } finally {
      for (const contestant of contestants) await contestant.stop()
      await fixture.drop()
    }
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
