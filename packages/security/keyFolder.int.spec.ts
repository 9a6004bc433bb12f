import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'

import { KeyFolderError, makeKey, openKeyFolder, rotateKeys, type KeyFolder } from './keyFolder.ts'

const MINUTE = 60_000
const start = Date.UTC(2026, 10, 23)
const logger = createLogger({ service: 'test', level: 'silent' })

function newFolder(t: TestContext): string {
  const dir = join(mkdtempSync(join(tmpdir(), 'agora-keys-')), 'router-users')
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

function open(t: TestContext, dir: string, clock: () => number): KeyFolder {
  const keys = openKeyFolder(dir, { logger, clock })
  t.after(() => keys.close())
  return keys
}

test('only the owner may read a key and its folder, and its name is its kid', (t) => {
  const dir = newFolder(t)
  const kid = makeKey(dir, new Date(start))
  assert.deepEqual(readdirSync(dir), [`${kid}.key`])
  assert.deepEqual([statSync(dir).mode & 0o777, statSync(join(dir, `${kid}.key`)).mode & 0o777], [0o700, 0o600])
})

test('the only key signs at once, a further one only once it is five minutes old; both are accepted at once', (t) => {
  const dir = newFolder(t)
  let now = start
  const first = makeKey(dir, new Date(now))
  const keys = open(t, dir, () => now)
  assert.equal(keys.signing().kid, first)
  now += 60 * MINUTE
  const second = makeKey(dir, new Date(now))
  now += 1000
  assert.equal(keys.find(second)?.kid, second)
  assert.equal(keys.signing().kid, first)
  now += 5 * MINUTE - 1001
  assert.equal(keys.signing().kid, first)
  now += 1
  assert.equal(keys.signing().kid, second)
  assert.equal(keys.find(first)?.kid, first)
})

test('of three keys the newest two are accepted', (t) => {
  const dir = newFolder(t)
  const [oldest = '', ...newer] = [0, 1, 2].map((hour) => makeKey(dir, new Date(start + hour * 60 * MINUTE)))
  const keys = open(t, dir, () => start + 300 * MINUTE)
  assert.deepEqual(
    [oldest, ...newer].map((kid) => keys.find(kid)?.kid),
    [undefined, ...newer],
  )
})

test('an unknown kid has the folder read again, at most once a second', (t) => {
  const dir = newFolder(t)
  let now = start
  makeKey(dir, new Date(now))
  const keys = open(t, dir, () => now)
  keys.close() // no watcher: what is found is found by asking
  const late = makeKey(dir, new Date(now + 1))
  now += 999
  assert.equal(keys.find(late), undefined)
  now += 1
  assert.equal(keys.find(late)?.kid, late)
})

test('a clock that was put back does not keep a new key from being found', (t) => {
  const dir = newFolder(t)
  let now = start
  makeKey(dir, new Date(now))
  const keys = open(t, dir, () => now)
  keys.close()
  const late = makeKey(dir, new Date(now + 1))
  now -= 3_600_000
  assert.equal(keys.find(late)?.kid, late)
})

test('a folder without a key is refused, one that is emptied later keeps what was read', (t) => {
  const dir = newFolder(t)
  let now = start
  const kid = makeKey(dir, new Date(now))
  const keys = open(t, dir, () => now)
  rmSync(join(dir, `${kid}.key`))
  now += 5000
  assert.equal(keys.find('other'), undefined)
  assert.equal(keys.signing().kid, kid)
  assert.throws(() => openKeyFolder(dir, { logger }), KeyFolderError)
})

test('files that are no keys, or too short to be one, are passed over', (t) => {
  const dir = newFolder(t)
  const kid = makeKey(dir, new Date(start))
  for (const name of ['notes.txt', '.hidden.key', 'short.key', 'bad name.key']) writeFileSync(join(dir, name), 'c2hvcnQ')
  const keys = open(t, dir, () => start)
  assert.deepEqual(
    ['short', '.hidden', 'bad name', 'notes', kid].map((name) => keys.find(name)?.kid),
    [undefined, undefined, undefined, undefined, kid],
  )
})

test('rotating makes a key a day and keeps two', (t) => {
  const dir = newFolder(t)
  const made = [0, 1, 23, 24, 25, 48, 72].map((hour) => rotateKeys(dir, new Date(start + hour * 60 * MINUTE)) !== undefined)
  assert.deepEqual(made, [true, false, false, true, false, true, true])
  assert.equal(readdirSync(dir).length, 2)
})

test('both ends notice a new key without being asked for it, and the one that signs goes over to it', async (t) => {
  const dir = newFolder(t)
  const [first, later] = [new Date(start), new Date(start + 60 * MINUTE)]
  makeKey(dir, first)
  const signer = open(t, dir, () => start + 120 * MINUTE)
  const verifier = open(t, dir, () => start)
  const second = makeKey(dir, later)
  // The verifier's clock stands still, so that asking for an unknown key has nothing read again: the watchers must have seen it.
  while (signer.signing().kid !== second || verifier.find(second) === undefined) await setTimeout(5)
  assert.equal(verifier.find(second)?.secret.equals(signer.signing().secret), true)
})
