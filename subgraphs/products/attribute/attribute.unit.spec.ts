import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { readAttributes, showAttributes, type AttributeDefinition, type AttributeInput } from './attribute.ts'

const definition = (key: string, kind: AttributeDefinition['kind'], unit: string | null = null): AttributeDefinition => ({
  key,
  label: key,
  kind,
  unit,
  facet: true,
  position: 0,
})
const all = [definition('finish', 'TEXT'), definition('width', 'NUMBER', 'cm'), definition('washable', 'BOOLEAN'), definition('materials', 'LIST')]
const definitions = new Map(all.map((one) => [one.key, one]))
const kept = (inputs: readonly AttributeInput[]) => {
  const result = readAttributes(inputs, definitions)
  return result.ok ? JSON.stringify(Object.fromEntries(result.value)) : result.error
}

test('keeps each value in the shape of its kind, a list without repeats', () => {
  const inputs = [
    { key: 'materials', list: ['oak', 'oak', 'tin'] },
    { key: 'washable', boolean: false },
    { key: 'width', number: 0 },
    { key: 'finish', text: 'matt', number: null },
  ]
  assert.equal(kept(inputs), '{"materials":["oak","tin"],"washable":false,"width":0,"finish":"matt"}')
})

test('names the first attribute that is unknown, repeated or of another kind', () => {
  assert.deepEqual(
    kept([
      { key: 'width', number: 1 },
      { key: 'height', number: 1 },
    ]),
    { index: 1, message: 'No attribute `height` is defined' },
  )
  assert.deepEqual(
    kept([
      { key: 'width', number: 1 },
      { key: 'width', number: 1 },
    ]),
    { index: 1, message: 'The attribute `width` is given twice' },
  )
  assert.deepEqual(kept([{ key: 'width', text: '1' }]), { index: 0, message: 'The attribute `width` is a NUMBER: give `number` and nothing else' })
})

test('shows what it kept, in the order of the definitions', () => {
  const value = fc.record({
    finish: fc.string(),
    width: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    washable: fc.boolean(),
    materials: fc.uniqueArray(fc.string(), { minLength: 1 }),
  })
  fc.assert(
    fc.property(value, ({ finish, width, washable, materials }) => {
      const text = kept([
        { key: 'materials', list: materials },
        { key: 'washable', boolean: washable },
        { key: 'width', number: width },
        { key: 'finish', text: finish },
      ])
      assert.deepEqual(showAttributes(String(text), all), [
        { __typename: 'TextAttribute', key: 'finish', label: 'finish', text: finish },
        { __typename: 'NumberAttribute', key: 'width', label: 'width', number: width, unit: 'cm' },
        { __typename: 'BooleanAttribute', key: 'washable', label: 'washable', boolean: washable },
        { __typename: 'ListAttribute', key: 'materials', label: 'materials', list: materials },
      ])
    }),
  )
})

test('leaves out values that their definition no longer fits and names that objects inherit', () => {
  assert.deepEqual(showAttributes('{"width":"wide","__proto__":{"finish":"x"},"unknown":1}', all), [])
  assert.deepEqual(showAttributes('{}', [definition('constructor', 'TEXT'), definition('toString', 'TEXT')]), [])
})
