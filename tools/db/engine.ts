import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'

import type { DatabaseName } from '@agora/database/domains.ts'
import { domainFolder, type Migration } from '@agora/database/migrationFolder.ts'

import { OperatorError } from '../start/operatorError.ts'
import { createMigrationAdapter } from './migrationAdapter.ts'

/** A database as its owner reaches it. */
export interface Target {
  readonly domain: DatabaseName
  /** The owner's URL. */
  readonly url: string
  readonly caFile?: string | undefined
  /** The text of the schema to compare with. @default the domain's schema.prisma */
  readonly schema?: string
}

const filters = { externalTables: [], externalEnums: [] }

/** Applies those of the migrations that the database has not had, by Prisma's own engine, and answers their names. */
export function applyMigrations(target: Target, migrations: readonly Migration[]): Promise<readonly string[]> {
  return withEngine(target, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: listOf(migrations), filters })
    return appliedMigrationNames
  })
}

/** The SQL that leads from the database as it is to `schema.prisma`; undefined when they agree. What Prisma cannot express is not seen. */
export function diffToSchema(target: Target): Promise<string | undefined> {
  return withEngine(target, async (engine) => {
    const files = await schemaFiles(target)
    const from = { tag: 'schemaDatasource', files, configDir: domainFolder(target.domain) } as const
    const { exitCode, stdout } = await engine.diff({ from, to: { tag: 'schemaDatamodel', files }, script: true, exitCode: true, filters })
    return exitCode === 2 ? (stdout ?? '') : undefined
  })
}

async function schemaFiles({ domain, schema }: Pick<Target, 'domain' | 'schema'>): Promise<{ path: string; content: string }[]> {
  const path = join(domainFolder(domain), 'schema.prisma')
  return [{ path, content: schema ?? (await readFile(path, 'utf8')) }]
}

const listOf = (migrations: readonly Migration[]): MigrationList => ({
  baseDir: 'migrations',
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
})

/** Loading the engine costs a tenth of a second and 4 MB of WebAssembly, so it is loaded only by those who come here. */
async function withEngine<Answer>(target: Target, work: (engine: SchemaEngine) => Promise<Answer>): Promise<Answer> {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm')
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const adapter = createMigrationAdapter(target.url, target.caFile)
  const datamodels = (await schemaFiles(target)).map(({ path, content }): [string, string] => [path, content])
  const ignore = (): void => {}
  try {
    const engine = await SchemaEngine.new({ datamodels }, ignore, bindMigrationAwareSqlAdapterFactory(adapter.factory))
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    throw new OperatorError(`${target.domain}: ${failureMessage(error, adapter.failure())}`, { cause: error })
  } finally {
    await adapter.end()
  }
}

/** The engine appends a trace of its own Rust calls, which names the migration; a person needs that name and what PostgreSQL said. */
function failureMessage(error: unknown, cause: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const [, migration] = /migration_name="([^"]+)"/.exec(text) ?? []
  const reason = cause instanceof Error ? cause.message : (error instanceof Error ? error.message : text).split(/\n {3}\d+: /)[0]?.trim()
  return migration === undefined ? (reason ?? text) : `the migration ${migration} failed: ${reason ?? text}`
}
