import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { watchFiles } from './watchFiles.ts'

interface Watched {
  readonly folder: string
  readonly file: string
  /** How often a change was told. */
  changes(): number
  follow(patterns: readonly string[]): void
}

async function watched(use: (given: Watched) => Promise<void>, prepare: (folder: string) => string = plainFile, pollMs = 100): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'router-watch-'))
  const file = prepare(folder)
  let changes = 0
  const { follow, stop } = watchFiles({ paths: [file], onChange: () => (changes += 1), pollMs, settleMs: 200 })
  await use({ folder, file, changes: () => changes, follow }).finally(() => {
    stop()
    rmSync(folder, { recursive: true })
  })
}

function plainFile(folder: string): string {
  const file = join(folder, 'a.txt')
  writeFileSync(file, 'one')
  return file
}

test('a file that is written in parts is told of once, when it has come to rest', () =>
  watched(async ({ file, changes }) => {
    for (let part = 0; part < 8; part += 1) {
      writeFileSync(file, 'x'.repeat(part * 100))
      await wait(20)
      assert.equal(changes(), 0)
    }
    await wait(700)
    assert.equal(changes(), 1)
  }))

test('a file that another takes the place of is told of, and so is the next', () =>
  watched(async ({ folder, file, changes }) => {
    for (const [index, text] of ['two', 'six'].entries()) {
      writeFileSync(join(folder, 'new'), text)
      renameSync(join(folder, 'new'), file)
      await wait(700)
      assert.equal(changes(), index + 1)
    }
  }))

test('a mounted file whose folder is a link that is turned is told of', () =>
  watched(
    async ({ folder, changes }) => {
      writeFileSync(join(folder, 'second'), 'two')
      symlinkSync(join(folder, 'second'), join(folder, 'next'))
      renameSync(join(folder, 'next'), join(folder, 'data'))
      await wait(700)
      assert.equal(changes(), 1)
    },
    (folder) => {
      writeFileSync(join(folder, 'first'), 'one')
      symlinkSync(join(folder, 'first'), join(folder, 'data'))
      return join(folder, 'data')
    },
  ))

test('other files of the folder are nothing to it, and without the system telling the timer finds out', () =>
  watched(async ({ folder, file, changes }) => {
    writeFileSync(join(folder, 'other'), 'x')
    await wait(300)
    assert.equal(changes(), 0)
    rmSync(file)
    await wait(700)
    assert.equal(changes(), 1)
  }))

test('a change between the start and the first look is not missed', () =>
  watched(async ({ file, changes }) => {
    writeFileSync(file, 'another')
    await wait(700)
    assert.equal(changes(), 1)
  }))

test('files that are followed besides, by a pattern, are told of when one changes, comes or goes; that others are followed instead is no change', () =>
  watched(async ({ folder, changes, follow }) => {
    const lists = join(folder, 'lists')
    mkdirSync(lists)
    writeFileSync(join(lists, 'one.json'), '1')
    follow([join(lists, '*.json')])
    await wait(500)
    assert.equal(changes(), 0)
    const steps = [
      () => writeFileSync(join(lists, 'one.json'), '11'),
      () => writeFileSync(join(lists, 'two.json'), '2'),
      () => rmSync(join(lists, 'one.json')),
    ]
    for (const [index, step] of steps.entries()) {
      step()
      await wait(700)
      assert.equal(changes(), index + 1)
    }
    follow([])
    writeFileSync(join(lists, 'two.json'), '22')
    await wait(500)
    assert.equal(changes(), 3)
  }))
