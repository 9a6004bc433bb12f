import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { incompatibilities } from './compatibility.ts'

const faults = (before: z.ZodType, after: z.ZodType): string[] =>
  incompatibilities(z.toJSONSchema(before, { io: 'input' }), z.toJSONSchema(after, { io: 'input' }))

const base = z.object({ id: z.string().max(64), kind: z.enum(['A', 'B']), lines: z.array(z.object({ quantity: z.int().min(1).max(9) })).max(100) })

const welcome: Readonly<Record<string, z.ZodType>> = {
  'the same': base,
  'a property that may be missing': base.extend({ note: z.string().nullable().optional() }),
  'another value of an enum': base.extend({ kind: z.enum(['A', 'B', 'C']) }),
  'wider bounds': base.extend({ id: z.string().max(65), lines: z.array(z.object({ quantity: z.int().min(0).max(10) })).max(101) }),
  'no bounds': base.extend({ id: z.string(), lines: z.array(z.object({ quantity: z.number() })) }),
  'null as well': base.extend({ id: z.string().max(64).nullable() }),
}
for (const [name, after] of Object.entries(welcome)) {
  test(`${name} is compatible`, () => assert.deepEqual(faults(base, after), []))
}

const refused: Readonly<Record<string, readonly [z.ZodType, readonly string[]]>> = {
  'a property that is gone': [base.omit({ id: true }), ['data.id is gone']],
  'a property that must be there': [base.extend({ note: z.string() }), ['data.note must be there, and was not before']],
  'a property that may be missing now': [base.extend({ kind: z.enum(['A', 'B']).optional() }), ['data.kind may be missing now']],
  'a value less': [base.extend({ kind: z.enum(['A']) }), ['data.kind no longer takes "B"']],
  'an enum where any text was': [base.extend({ id: z.enum(['x']) }), ['data.id took any value and takes 1 only']],
  'a narrower text': [base.extend({ id: z.string().max(63) }), ['data.id has a narrower maxLength: 64 before, 63 now']],
  'a bound where none was': [base.extend({ id: z.string().min(1).max(64) }), ['data.id has a narrower minLength: none before, 1 now']],
  'a pattern where none was': [base.extend({ id: z.string().max(64).regex(/^x/) }), ['data.id has another pattern']],
  'a shorter list': [base.extend({ lines: base.shape.lines.max(99) }), ['data.lines has a narrower maxItems: 100 before, 99 now']],
  'narrower items': [
    base.extend({ lines: z.array(z.object({ quantity: z.int().min(2).max(9) })).max(100) }),
    ['data.lines[].quantity has a narrower minimum: 1 before, 2 now'],
  ],
  'another type': [base.extend({ id: z.int() }), ['data.id no longer takes the type string']],
}
for (const [name, [after, sentences]] of Object.entries(refused)) {
  test(`${name} is refused`, () => {
    const found = faults(base, after)
    for (const sentence of sentences) assert.ok(found.includes(sentence), found.join('\n'))
  })
}

test('what took null must take it further', () => {
  const nullable = z.object({ id: z.string().nullable() })
  assert.deepEqual(faults(nullable, z.object({ id: z.string() })), ['data.id no longer takes the type null'])
})
