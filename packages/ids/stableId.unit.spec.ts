import assert from 'node:assert/strict'
import { test } from 'node:test'

import { stableId } from './stableId.ts'
import { isId } from './typeId.ts'

const at = Date.UTC(2026, 1, 2)

test('a key has the same id for ever', () => {
  assert.equal(stableId('Product', 'tern-dripper', at), 'prd_01kgdtca00e96by0cg2b33ss8y')
})

test('ids of other keys, kinds and moments differ, and all are well-formed', () => {
  const ids = [stableId('Product', 'a', at), stableId('Product', 'b', at), stableId('Product', 'a', at + 1)]
  assert.equal(new Set(ids).size, 3)
  assert.ok(ids.every((id) => isId('Product', id)))
  assert.notEqual(stableId('Variant', 'a', at).slice(4), stableId('Product', 'a', at).slice(4))
})

test('ids sort by their moment', () => {
  assert.ok(stableId('Product', 'zebra', at) < stableId('Product', 'ant', at + 86_400_000))
})
