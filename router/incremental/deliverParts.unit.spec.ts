import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'

import { deliverParts, mapParts, type FurtherParts, type ReadyParts } from './deliverParts.ts'

/** Parts that a test makes ready; what waits is a name, and names that begin alike wait for the same. */
function delivery(first: readonly string[]) {
  const begun = new Map<string, PromiseWithResolvers<ReadyParts<string, string>>>()
  const over = new AbortController()
  let stops = 0
  const later = deliverParts<string, string>({
    first,
    keyOf: (name) => name[0] ?? '',
    ready(group) {
      const promise = Promise.withResolvers<ReadyParts<string, string>>()
      begun.set(group[0]?.[0] ?? '', promise)
      return promise.promise
    },
    signal: over.signal,
    stop: () => void (stops += 1),
  })
  const reading = later[Symbol.asyncIterator]()
  return {
    later,
    next: async () => (await reading.next()).value as FurtherParts<string> | undefined,
    leave: async () => reading.return?.(),
    ready: async (key: string, parts: readonly string[], waiting: readonly string[] = []) => {
      begun.get(key)?.resolve({ parts, waiting })
      await tick()
    },
    fail: (key: string) => begun.get(key)?.reject(new TypeError('a bug')),
    begun: () => [...begun.keys()],
    abort: () => over.abort(),
    stops: () => stops,
  }
}

test('everything is begun at once and handed out as it comes, with a word on whether more will', async () => {
  const { next, ready, begun } = delivery(['a1', 'b1', 'a2'])
  assert.deepEqual(begun(), ['a', 'b'])
  const first = next()
  await ready('b', ['B1'])
  assert.deepEqual(await first, { parts: ['B1'], hasNext: true })
  await ready('a', ['A1', 'A2'])
  assert.deepEqual(await next(), { parts: ['A1', 'A2'], hasNext: false })
  assert.equal(await next(), undefined)
})

test('what comes while nobody reads is handed out together', async () => {
  const { next, ready } = delivery(['a1', 'b1', 'c1'])
  await ready('a', ['A1'])
  await ready('c', ['C1'])
  assert.deepEqual(await next(), { parts: ['A1', 'C1'], hasNext: true })
  await ready('b', ['B1'])
  assert.deepEqual(await next(), { parts: ['B1'], hasNext: false })
})

test('parts of parts are waited for', async () => {
  const { next, ready, begun } = delivery(['a1'])
  await ready('a', ['A1'], ['n1', 'n2'])
  assert.deepEqual(begun(), ['a', 'n'])
  assert.deepEqual(await next(), { parts: ['A1'], hasNext: true })
  await ready('n', ['N1', 'N2'])
  assert.deepEqual(await next(), { parts: ['N1', 'N2'], hasNext: false })
})

test('nothing is said after an abort, and everything is stopped', async () => {
  const { next, abort, stops } = delivery(['a1'])
  const waiting = next()
  abort()
  assert.deepEqual([await waiting, stops()], [undefined, 1])
})

test('who stops reading stops it, through what changes the pieces too', async () => {
  const { later, stops, ready } = delivery(['a1', 'b1'])
  await ready('a', ['A1'])
  for await (const piece of mapParts(later, ({ parts }) => parts.join())) {
    assert.equal(piece, 'A1')
    break
  }
  assert.equal(stops(), 1)
})

test('a bug is thrown to the reader', async () => {
  const { next, fail, stops } = delivery(['a1'])
  const waiting = next()
  fail('a')
  await assert.rejects(waiting, /a bug/)
  assert.equal(stops(), 1)
})
