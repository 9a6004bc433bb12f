import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { domainFolder, readMigrations } from '@agora/database/migrationFolder.ts'
import { withClient } from '@agora/database/provision.ts'
import { testServerUrl } from '@agora/testkit/database.ts'

import { readCatalogue } from './catalogue.ts'
import { differences } from './drift.ts'
import { applyMigrations, diffToSchema } from './engine.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { withMigrated } from './scratch.ts'

const server = { adminUrl: testServerUrl() }
const order = { domain: 'users', migrations: await readMigrations('users') } as const

test('a migrated database is what the schema says, and nothing is pending', async () => {
  await withMigrated(server, order, async (target) => {
    assert.equal(await diffToSchema(target), undefined)
    const status = await migrationStatus(target)
    assert.deepEqual(status, { applied: order.migrations.map(({ name }) => name), pending: [], edited: [], failed: [], unknown: [] })
  })
})

test('a field that the schema gains becomes the SQL of a migration, and applied it leads there', async () => {
  const text = await readFile(join(domainFolder('users'), 'schema.prisma'), 'utf8')
  const schema = text.replace(/^model User \{$/m, 'model User {\n  nickname String? @db.VarChar(40)')
  assert.notEqual(schema, text)
  await withMigrated(server, order, async (target) => {
    const script = await diffToSchema({ ...target, schema })
    assert.match(script ?? '', /^ALTER TABLE "users" ADD COLUMN {5}"nickname" VARCHAR\(40\);$/m)
    const next = { name: '29990101000000_add_nickname', sql: script ?? '', checksum: '' }
    assert.deepEqual(await applyMigrations(target, [...order.migrations, next]), [next.name])
    assert.equal(await diffToSchema({ ...target, schema }), undefined)
  })
})

test('a migration that fails is named with the reason, and the database says so afterwards', async () => {
  await withMigrated(server, order, async (target) => {
    const wrong = { name: '29990101000000_wrong', sql: 'ALTER TABLE nowhere ADD COLUMN x int;', checksum: '' }
    await assert.rejects(applyMigrations(target, [...order.migrations, wrong]), {
      message: 'users: the migration 29990101000000_wrong failed: relation "nowhere" does not exist',
    })
    assert.deepEqual((await migrationStatus(target)).failed, [wrong.name])
    await assert.rejects(migrate(target), { name: 'OperatorError', message: /29990101000000_wrong of users once failed half way/ })
  })
})

test('a column that no migration made is seen by the engine', async () => {
  await withMigrated(server, order, async (target) => {
    await withClient(target.url, (client) => client.query('CREATE TABLE stray (id int PRIMARY KEY)'))
    assert.match((await diffToSchema(target)) ?? '', /DROP TABLE "stray"/)
  })
})

test('an index, a check, a function and a trigger that Prisma cannot express are seen by the catalogue', async () => {
  await withMigrated(server, order, async (target) => {
    const before = await readCatalogue(target)
    const script = `
      CREATE TABLE stray (id int, CONSTRAINT stray_positive CHECK (id > 0));
      CREATE INDEX stray_odd ON stray ((id % 2)) WHERE id > 5;
      CREATE FUNCTION stray_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TRIGGER stray_touched BEFORE INSERT ON stray FOR EACH ROW EXECUTE FUNCTION stray_touch();
    `
    await withClient(target.url, (client) => client.query(script))
    const found = differences(before, await readCatalogue(target)).split('\n')
    assert.deepEqual(
      found.filter((line) => line.includes('stray')).map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['+ column', '+ constraint', '+ function', '+ index', '+ trigger'],
    )
  })
})
