import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { idFromUuid, isId, newId, prefixes, type Kind } from './typeId.ts'

const kinds = Object.keys(prefixes) as Kind[]

test('a new id is a well-formed id of its own kind and of no other', () => {
  for (const kind of kinds) {
    const id = newId(kind)
    assert.deepEqual(
      kinds.filter((other) => isId(other, id)),
      [kind],
    )
  }
})

test('ids made later sort later', async () => {
  const first = newId('Product')
  await new Promise((resolve) => setTimeout(resolve, 2))
  assert.ok(first < newId('Product'))
})

test('one UUID gives one id', () => {
  assert.equal(idFromUuid('Product', '01890a5d-ac96-774b-bcce-b302099a8057'), 'prd_01h455vb4pex5vsknk084sn02q')
})

test('prefixes are distinct, so a prefix decides whose the id is', () => {
  assert.equal(new Set(Object.values(prefixes)).size, kinds.length)
})

test('text of any other shape is an id of no kind', () => {
  const wrong = [
    '',
    'prd_',
    'prd',
    '__proto__',
    'prd_01H455VB4PEX5VSKNK084SN02Q',
    'prd_81h455vb4pex5vsknk084sn02q',
    'prd_01h455vb4pex5vsknk084sn02q ',
    'xyz_01h455vb4pex5vsknk084sn02q',
  ]
  const kindsOf = (text: string): Kind[] => kinds.filter((kind) => isId(kind, text))
  assert.deepEqual(wrong.flatMap(kindsOf), [])
  fc.assert(fc.property(fc.string(), (text) => kindsOf(text).length === 0))
})
