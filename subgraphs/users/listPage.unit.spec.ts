import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { parsePage } from '@agora/subgraph-kit/connection.ts'

import { listPage, oldestFirst } from './listPage.ts'

interface Row {
  readonly at: string
  readonly id: string
}

const order = { name: 'test', values: z.tuple([z.string(), z.string()]), positionOf: ({ at, id }: Row): [string, string] => [at, id] }
const rows: readonly Row[] = ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({ at: index < 3 ? '2026-01-01' : '2026-01-02', id }))
const ids = (list: readonly Row[]): string => list.map(({ id }) => id).join('')

test('walks a list forward, page by page', () => {
  const first = listPage(rows, parsePage({ first: 2 }, order), oldestFirst)
  assert.deepEqual([ids(first.nodes), first.totalCount, first.pageInfo.hasNextPage], ['ab', 5, true])
  const second = listPage(rows, parsePage({ first: 2, after: first.pageInfo.endCursor }, order), oldestFirst)
  const third = listPage(rows, parsePage({ first: 2, after: second.pageInfo.endCursor }, order), oldestFirst)
  assert.deepEqual([ids(second.nodes), ids(third.nodes), third.pageInfo.hasNextPage], ['cd', 'e', false])
})

test('walks it backward', () => {
  const last = listPage(rows, parsePage({ last: 2 }, order), oldestFirst)
  const before = listPage(rows, parsePage({ last: 2, before: last.pageInfo.startCursor }, order), oldestFirst)
  assert.deepEqual([ids(last.nodes), ids(before.nodes), before.pageInfo.hasPreviousPage], ['de', 'bc', true])
})

test('goes on where it was, though the row of the cursor is gone', () => {
  const first = listPage(rows, parsePage({ first: 2 }, order), oldestFirst)
  const rest = rows.filter(({ id }) => id !== 'b')
  assert.equal(ids(listPage(rest, parsePage({ first: 2, after: first.pageInfo.endCursor }, order), oldestFirst).nodes), 'cd')
})
