import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { exportSPKI, generateKeyPair, SignJWT } from 'jose'

import { createLogger } from '@agora/logger/logger.ts'
import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { makeKey, openKeyFolder } from '@agora/security/keyFolder.ts'
import { merchandiser } from '@agora/testkit/viewers.ts'

import { startPostgres } from '../../tools/postgres/startPostgres.ts'
import { runLoad } from '../load.ts'
import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { startContestant, type Contestant } from './contestant.ts'
import { backendsOf, cpuOf } from './cpuTime.ts'
import { bodies, createFixture } from './fixture.ts'

type Kind = keyof typeof bodies
interface Tally {
  requests: number
  nodeMs: number
  postgresMs: number
}

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
    production: { type: 'boolean', default: false },
  },
})
const seconds = Number(options.seconds)
const rounds = Number(options.rounds)
const connections = Number(options.connections)
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

async function startKit(databaseUrl: string): Promise<Contestant> {
  const edge = join(folder, 'keys', 'router-products')
  makeKey(edge, new Date())
  const keys = openKeyFolder(edge, { logger: createLogger({ service: 'bench', level: 'silent' }) })
  const { mint } = createIdentityMinter({ keys, audience: 'products', issuer: 'router' })
  const viewer = merchandiser()
  return startContestant({ name: 'kit', path: '/graphql', headers: () => ({ [IDENTITY_HEADER]: mint(viewer) }) }, './kitServer.ts', [
    databaseUrl,
    join(folder, 'keys'),
  ])
}

async function startTutorial(databaseUrl: string): Promise<Contestant> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const file = join(folder, 'public.pem')
  writeFileSync(file, await exportSPKI(publicKey))
  const claims = { sub: 'usr_1', scope: 'catalog:read account:read' }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256' })
    .setAudience('products')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey)
  return startContestant({ name: 'tutorial', path: '/', headers: () => ({ authorization: `Bearer ${token}` }) }, './tutorialServer.ts', [
    databaseUrl,
    file,
  ])
}

async function answerOf({ origin, path, headers }: Contestant, body: string): Promise<string> {
  const answer = await fetch(origin + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers() }, body })
  const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown }
  if (data === undefined || errors !== undefined) throw new Error(`An answer was not as it should be: ${JSON.stringify(errors)}`)
  return createHash('sha256').update(JSON.stringify(data)).digest('hex')
}

async function assertEqualAnswers(contestants: readonly Contestant[]): Promise<void> {
  for (const body of Object.values(bodies)) {
    for (let turn = 0; turn < 10; turn++) {
      const answers = await Promise.all(contestants.map((contestant) => answerOf(contestant, body(turn))))
      if (new Set(answers).size !== 1) throw new Error(`The answers to ${body(turn)} differ`)
    }
  }
}

async function measure(contestant: Contestant, kind: Kind, adminUrl: string): Promise<Tally> {
  const { pid, application, origin, path, headers } = contestant
  const backends = await backendsOf(adminUrl, application)
  const nodeBefore = cpuOf(pid)
  const postgresBefore = backends.map(cpuOf)
  const { requests, failures } = await runLoad({ origin, path, headers: headers(), body: bodies[kind], connections, seconds })
  if (failures > 0) throw new Error(`${failures} of ${requests} answers of ${contestant.name} failed`)
  const after = await backendsOf(adminUrl, application)
  const postgresMs = after.reduce((sum, backend) => sum + cpuOf(backend) - (postgresBefore[backends.indexOf(backend)] ?? 0), 0)
  return { requests, nodeMs: cpuOf(pid) - nodeBefore, postgresMs }
}

async function race(contestants: readonly Contestant[], adminUrl: string): Promise<Record<Kind, Record<string, Tally>>> {
  const tallies: Record<Kind, Record<string, Tally>> = { entities: {}, one: {} }
  // The first round warms everything up: connections, prepared statements, compiled code. The others count.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of ['entities', 'one'] as const) {
      for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
        const run = await measure(contestant, kind, adminUrl)
        if (round === 0) continue
        const sum = (tallies[kind][contestant.name] ??= { requests: 0, nodeMs: 0, postgresMs: 0 })
        for (const figure of ['requests', 'nodeMs', 'postgresMs'] as const) sum[figure] += run[figure]
      }
    }
  }
  return tallies
}

function report(tallies: Record<Kind, Record<string, Tally>>): void {
  const machine = describeMachine()
  const round = (value: number): number => Number(value.toFixed(3))
  const figures = Object.fromEntries(
    (['entities', 'one'] as const).map((kind) => {
      const each = Object.fromEntries(
        Object.entries(tallies[kind]).map(([name, { requests, nodeMs, postgresMs }]) => [
          name,
          { node: round(nodeMs / requests), postgres: round(postgresMs / requests), together: round((nodeMs + postgresMs) / requests), requests },
        ]),
      )
      return [kind, { ...each, ratio: round((each['kit']?.together ?? 0) / (each['tutorial']?.together ?? 1)) }]
    }),
  ) as Record<Kind, Record<'kit' | 'tutorial', { node: number; postgres: number; together: number; requests: number }> & { ratio: number }>
  const rows = (['entities', 'one'] as const).flatMap((kind) =>
    (['tutorial', 'kit'] as const).map((name) => {
      const { node, postgres, together, requests } = figures[kind][name]
      return [kind === 'entities' ? '50 entities, 1,201 fields' : 'one product, 5 fields', name, node, postgres, together, requests]
    }),
  )
  const lines = [
    table(['request', 'stack', 'node ms', 'PostgreSQL ms', 'together', 'requests'], rows),
    '',
    `CPU ms a request at ${connections} connections, ${rounds} rounds of ${seconds} s each, interleaved; answers equal by hash; NODE_ENV ${options.production ? 'production' : 'not set'}.`,
    `The kit needs 1/${(1 / figures.entities.ratio).toFixed(1)} of the tutorial's CPU for 50 entities (target 1/5, aim 1/6) and 1/${(1 / figures.one.ratio).toFixed(1)} for one product (target 1/4).`,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load}, ${machine.date}`,
    '',
    JSON.stringify({
      bench: 'subgraph',
      unit: 'CPU ms a request',
      connections,
      seconds,
      rounds,
      production: options.production,
      ...figures,
      machine,
    }),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

try {
  generateClient()
  await withDatabase(async (adminUrl) => {
    const fixture = await createFixture(adminUrl)
    const contestants: Contestant[] = []
    try {
      contestants.push(await startTutorial(fixture.url), await startKit(fixture.url))
      await assertEqualAnswers(contestants)
      report(await race(contestants, adminUrl))
    } finally {
      for (const contestant of contestants) await contestant.stop()
      await fixture.drop()
    }
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
