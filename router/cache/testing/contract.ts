import assert from 'node:assert/strict'
import { test, type TestOptions } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import type { CacheStore, Reading } from '../cacheStore.ts'

/** What every store does. */
export interface ContractOptions {
  /** An empty store. */
  readonly open: () => Promise<CacheStore>
  /** The same for others who share it, or itself where nobody does. */
  readonly beside: (store: CacheStore) => Promise<CacheStore>
  readonly options?: TestOptions
}

const asked = (keys: readonly string[]) => keys.map((key) => ({ key, tag: `entity ${key}` }))
const entries = (keys: readonly string[], text = 'x') => asked(keys).map((one) => ({ ...one, text: `"${text} ${one.key}"` }))

/** Writes are waited for by nobody but tests. */
export async function kept(store: CacheStore, keys: readonly string[], held: readonly string[]): Promise<readonly (string | undefined)[]> {
  for (let time = 0; ; time += 1) {
    const { texts } = await store.read(asked(keys), held)
    if (time === 50 || texts.every((text) => text !== undefined)) return texts
    await wait(2)
  }
}

const texts = async (store: CacheStore, keys: readonly string[], held: readonly string[]): Promise<Reading['texts']> =>
  (await store.read(asked(keys), held)).texts

/** Declares the tests of it. */
export function testStore({ open, beside, options = {} }: ContractOptions): void {
  test('finds what was kept, and nothing else, whoever of those who share it kept it', options, async () => {
    const store = await open()
    const other = await beside(store)
    const reading = await store.read(asked(['a', 'b']), ['held'])
    assert.deepEqual(reading.texts, [undefined, undefined])
    reading.keep(entries(['a']), 60_000)
    assert.deepEqual(await kept(store, ['a'], ['held']), ['"x a"'])
    assert.deepEqual(await texts(other, ['b', 'a'], ['held']), [undefined, '"x a"'])
  })

  test('forgets an entry when its time is over', options, async () => {
    const store = await open()
    ;(await store.read(asked(['a']), [])).keep(entries(['a']), 150)
    assert.deepEqual(await kept(store, ['a'], []), ['"x a"'])
    await wait(160)
    assert.deepEqual(await texts(store, ['a'], []), [undefined])
  })

  test('makes stale by the tag of one and by what all hang on, for all at once', options, async () => {
    const store = await open()
    const other = await beside(store)
    ;(await store.read(asked(['a', 'b']), ['held'])).keep(entries(['a', 'b']), 60_000)
    await kept(store, ['a', 'b'], ['held'])
    assert.equal(await other.invalidate(['entity a', 'nobody']), true)
    assert.deepEqual(await texts(store, ['a', 'b'], ['held']), [undefined, '"x b"'])
    assert.equal(await store.invalidate(['held']), true)
    assert.deepEqual(await texts(other, ['a', 'b'], ['held']), [undefined, undefined])
  })

  test('does not keep what was begun to be read before one of its tags became stale', options, async () => {
    const store = await open()
    const other = await beside(store)
    const early = await store.read(asked(['a', 'b']), ['held'])
    await other.invalidate(['entity a'])
    early.keep(entries(['a', 'b'], 'old'), 60_000)
    assert.deepEqual(await kept(store, ['b'], ['held']), ['"old b"'])
    assert.deepEqual(await texts(store, ['a'], ['held']), [undefined])
    const before = await store.read(asked(['c']), ['held'])
    await other.invalidate(['held'])
    before.keep(entries(['c'], 'old'), 60_000)
    await wait(20)
    assert.deepEqual(await texts(other, ['c'], ['held']), [undefined])
    ;(await store.read(asked(['c']), ['held'])).keep(entries(['c'], 'new'), 60_000)
    assert.deepEqual(await kept(other, ['c'], ['held']), ['"new c"'])
  })

  test('never answers what is older than the last change, whoever reads, keeps and changes at once', options, async () => {
    const store = await open()
    const both = [store, await beside(store)]
    let value = 0
    let told = 0
    let wrong = 0
    let found = 0
    const read = async (by: CacheStore): Promise<void> => {
      for (let time = 0; time < 150; time += 1) {
        const since = told
        const reading = await by.read(asked(['a']), ['held'])
        const [text] = reading.texts
        if (text !== undefined) {
          found += 1
          if (Number(JSON.parse(text)) < since) wrong += 1
        } else {
          const answer = String(value)
          if (time % 3 > 0) await wait(time % 3)
          reading.keep([{ key: 'a', tag: 'entity a', text: `"${answer}"` }], 60_000)
        }
        await wait(0)
      }
    }
    const change = async (): Promise<void> => {
      for (let time = 0; time < 40; time += 1) {
        const next = (value += 1)
        await both[time % 2]?.invalidate([time % 3 === 0 ? 'held' : 'entity a'])
        told = next
        await wait(4)
      }
    }
    await Promise.all([...both, ...both, ...both].map(read).concat(change()))
    assert.equal(wrong, 0)
    assert.ok(found > 50, `found ${found}`)
  })

  test('keeps nothing that is larger than it takes, and goes on', options, async () => {
    const store = await open()
    ;(await store.read(asked(['a', 'b']), [])).keep([{ key: 'a', tag: 'entity a', text: 'x'.repeat(5001) }, ...entries(['b'])], 60_000)
    assert.deepEqual(await kept(store, ['b'], []), ['"x b"'])
    assert.deepEqual(await texts(store, ['a'], []), [undefined])
  })
}
