import { generatePrismaClients } from '../generate/prismaClients.ts'
import { generateResolverTypes } from '../generate/resolverTypes.ts'
import { runTool, say } from '../start/runTool.ts'
import { checks, DRIFT, driftCheck, runCheck, type Check } from './checks.ts'
import { readTestCommand, type TestCommand } from './command.ts'
import { makeFolder, needsKafka, needsRedis, provideKafka, provideRedis, provideServer, provideStack, type Resource } from './resources.ts'
import { none, plus, runSpecs, type Counts } from './runSpecs.ts'
import { findSpecs, levels } from './specs.ts'

const inCI = process.env['CI'] === 'true'
const resources: Resource[] = []
let counts: Counts = none

async function check(one: Check): Promise<void> {
  counts = plus(counts, (await runCheck(one, say)) ? { ...none, passed: 1 } : { ...none, failed: 1 })
}

async function runAll(command: TestCommand): Promise<void> {
  await generatePrismaClients()
  await generateResolverTypes()
  const folder = await makeFolder()
  resources.push(folder)
  // Starts beside the checks: the first run on a machine downloads it.
  const kafka = startKafkaFor([...command.specs.int, ...command.specs.e2e], folder.path)
  const redis = startRedisFor([...command.specs.int, ...command.specs.e2e], folder.path)
  for (const one of checks) if (command.checks.has(one.name)) await check(one)
  const drift = command.checks.has(DRIFT)
  if (drift || command.specs.int.length > 0 || command.specs.e2e.length > 0) {
    const server = await provideServer(folder.path)
    resources.push(server)
    if (drift) await check(driftCheck(server.url))
  }
  for (const level of levels) {
    const files = command.specs[level]
    if (level !== 'unit') await Promise.all([kafka, redis])
    if (level === 'e2e' && files.length > 0) resources.push(await provideStack(folder.path))
    counts = plus(counts, await runSpecs({ files, concurrency: level === 'e2e' ? 1 : 2, watch: command.watch, tell: say }))
  }
}

async function startKafkaFor(files: readonly string[], folder: string): Promise<void> {
  if (!(await needsKafka(files))) return
  const kafka = await provideKafka(folder, say)
  if (kafka !== undefined) resources.push(kafka)
}

async function startRedisFor(files: readonly string[], folder: string): Promise<void> {
  if (!(await needsRedis(files))) return
  const redis = await provideRedis(folder, say)
  if (redis !== undefined) resources.push(redis)
}

async function release(): Promise<void> {
  for (const resource of resources.splice(0).reverse()) await resource.stop()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void release().finally(() => process.exit(130)))
process.once('disconnect', () => void release().finally(() => process.exit(130)))
process.channel?.unref()

await runTool(async () => {
  try {
    await runAll(readTestCommand(process.argv.slice(2), await findSpecs()))
  } finally {
    await release()
  }
  if (inCI && counts.skipped > 0) say('A skipped test fails here: every real part must be present.')
  say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  return counts.failed === 0 && !(inCI && counts.skipped > 0)
})
