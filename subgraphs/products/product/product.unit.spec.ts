import assert from 'node:assert/strict'
import { test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { admin, customer, finance, guest, merchandiser, support } from '@agora/testkit/viewers.ts'

import { statusSteps, visible, type ProductStatus } from './product.ts'

const statuses: readonly ProductStatus[] = ['DRAFT', 'PUBLISHED', 'ARCHIVED']

test('each step leads where the table says and is refused from every other status', () => {
  const table = Object.entries(statusSteps).map(([step, from]) => [step, statuses.map((status) => from[status] ?? '-')])
  assert.deepEqual(table, [
    ['publish', ['PUBLISHED', '-', '-']],
    ['unpublish', ['-', 'DRAFT', '-']],
    ['archive', ['ARCHIVED', 'ARCHIVED', '-']],
  ])
})

test('everybody sees what is published, staff the rest', () => {
  const sees = (viewer: Parameters<typeof visible>[1]): boolean[] => statuses.map((status) => visible(status, viewer))
  for (const viewer of [anonymous, guest(), customer()]) assert.deepEqual(sees(viewer), [false, true, false])
  for (const viewer of [merchandiser(), support(), finance(), admin()]) assert.deepEqual(sees(viewer), [true, true, true])
})
