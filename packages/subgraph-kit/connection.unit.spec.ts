import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { GraphQLError } from 'graphql'
import { z } from 'zod'

import { parsePage, toConnection, type ListOrder, type PageArguments } from './connection.ts'
import { writeCursor } from './cursor.ts'

interface Row {
  readonly id: string
  readonly rank: number
}
const byRank: ListOrder<Row, [number, string]> = { name: 'rank', values: z.tuple([z.number(), z.string()]), positionOf: ({ rank, id }) => [rank, id] }
const rows: Row[] = Array.from({ length: 7 }, (_, index) => ({ id: `r${index}`, rank: index >> 1 }))

const compare = (a: readonly [number, string], b: readonly [number, string]): number => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)

/** What a repository does with a page, without SQL. */
function fetchPage(given: PageArguments, list = rows) {
  const page = parsePage(given, byRank)
  const ordered = page.direction === 'forward' ? list : list.toReversed()
  const sign = page.direction === 'forward' ? 1 : -1
  const { position } = page
  const beyond = position === null ? ordered : ordered.filter((row) => sign * compare(byRank.positionOf(row), position) > 0)
  return toConnection(beyond.slice(0, page.fetch), page)
}

const refusal = (given: PageArguments): unknown => {
  try {
    parsePage(given, byRank)
    return undefined
  } catch (error) {
    assert.ok(error instanceof GraphQLError)
    return [error.extensions['code'], error.message]
  }
}

test('a page has 20 nodes unless asked for 1 to 100', () => {
  assert.deepEqual([parsePage({}, byRank).limit, parsePage({ first: 100 }, byRank).fetch, parsePage({ last: 1 }, byRank).limit], [20, 101, 1])
  for (const [name, size] of [
    ['first', 0],
    ['first', 101],
    ['last', -1],
    ['first', 1.5],
  ] as const) {
    assert.deepEqual(refusal({ [name]: size }), ['BAD_USER_INPUT', `\`${name}\` must be between 1 and 100`])
  }
})

test('paging forward tells whether there is more on either side', () => {
  const first = fetchPage({ first: 3 })
  assert.deepEqual([first.nodes.map(({ id }) => id), first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage], [['r0', 'r1', 'r2'], true, false])
  const last = fetchPage({ first: 4, after: first.pageInfo.endCursor })
  assert.deepEqual(
    [last.nodes.map(({ id }) => id), last.pageInfo.hasNextPage, last.pageInfo.hasPreviousPage],
    [['r3', 'r4', 'r5', 'r6'], false, true],
  )
})

test('paging backward answers in the order of the list', () => {
  const last = fetchPage({ last: 3 })
  assert.deepEqual([last.nodes.map(({ id }) => id), last.pageInfo.hasPreviousPage, last.pageInfo.hasNextPage], [['r4', 'r5', 'r6'], true, false])
  const before = fetchPage({ last: 4, before: last.pageInfo.startCursor })
  assert.deepEqual(
    [before.nodes.map(({ id }) => id), before.pageInfo.hasPreviousPage, before.pageInfo.hasNextPage],
    [['r0', 'r1', 'r2', 'r3'], false, true],
  )
})

test('an empty page has no cursors', () => {
  assert.deepEqual(fetchPage({}, []), {
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  })
})

test('following the cursors visits every row once, in order, with any page size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), (first, ranks) => {
      const list = ranks.toSorted((a, b) => a - b).map((rank, index) => ({ id: `r${String(index).padStart(2, '0')}`, rank }))
      const seen: Row[] = []
      let after: string | null = null
      for (let more = true; more;) {
        const page: ReturnType<typeof fetchPage> = fetchPage({ first, after }, list)
        seen.push(...page.nodes)
        after = page.pageInfo.endCursor
        more = page.pageInfo.hasNextPage
      }
      assert.deepEqual(seen, list)
    }),
  )
})

test('cursors that were tampered with, of another list or of another shape are refused', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const wrong = [
    '',
    'x',
    '§§§',
    encode(null),
    encode({}),
    encode([]),
    encode([1, 'rank']),
    encode([1, 'rank', 1]),
    encode([1, 'rank', '1', 'r1']),
    encode([1, 'rank', 1, 'r1', 2]),
    encode([2, 'rank', 1, 'r1']),
    writeCursor('other', [1, 'r1']),
    encode([1, 'rank', 1, { $ne: 1 }]),
    'A'.repeat(5000),
  ]
  for (const cursor of wrong) {
    assert.deepEqual(refusal({ after: cursor }), ['BAD_USER_INPUT', '`after` is not a cursor of this list in this order'], cursor.slice(0, 40))
    assert.deepEqual(refusal({ before: cursor }), ['BAD_USER_INPUT', '`before` is not a cursor of this list in this order'])
  }
  assert.equal(refusal({ after: writeCursor('rank', [1, 'r1']) }), undefined)
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(refusal({ after: text }))))
})

test('both directions at once are refused', () => {
  for (const given of [
    { first: 1, last: 1 },
    { first: 1, before: 'x' },
    { after: 'x', last: 1 },
  ]) {
    assert.deepEqual(refusal(given), ['BAD_USER_INPUT', '`first` and `after` page forward, `last` and `before` backward: use one pair'])
  }
})
