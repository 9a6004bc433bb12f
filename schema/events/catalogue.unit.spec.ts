import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { catalogue, catalogueOf, eventDefinitions } from './catalogue.ts'
import { defineEvent, nextVersion } from './defineEvent.ts'
import { publishers } from './topics.ts'

const weighed = defineEvent('parcel.weighed', 'orders', { meaning: 'A parcel was weighed.', data: z.object({ grams: z.int() }) })
const withUnit = z.object({ weight: z.object({ value: z.int(), unit: z.enum(['g', 'kg']) }) })
const inUnits = nextVersion(weighed, {
  data: withUnit,
  upcast: ({ grams }) => ({ weight: { value: grams, unit: 'g' as const } }),
})
const byScale = nextVersion(inUnits, {
  data: withUnit.extend({ scale: z.string() }),
  upcast: (before) => ({ ...before, scale: 'unknown' }),
})
const parcels = catalogueOf({ 'parcel.weighed': byScale })

test('data of every version is read in the shape of today, one step after another', () => {
  const today = { weight: { value: 5, unit: 'g' }, scale: 'unknown' }
  assert.equal(parcels.versionOf('parcel.weighed'), 3)
  assert.deepEqual(parcels.upcast('parcel.weighed', 1, { grams: 5 }), today)
  assert.deepEqual(parcels.upcast('parcel.weighed', 2, { weight: { value: 5, unit: 'g' } }), today)
  assert.deepEqual(parcels.upcast('parcel.weighed', 3, today), today)
})

test('a version of tomorrow and a type of elsewhere are unknown', () => {
  assert.equal(parcels.upcast('parcel.weighed', 4, {}), undefined)
  assert.equal(parcels.upcast('parcel.weighed', 0, {}), undefined)
  assert.equal(parcels.upcast('toString', 1, {}), undefined)
  assert.equal(parcels.topicOf('toString'), undefined)
  assert.throws(() => parcels.versionOf('toString'), /There is no event of type toString/)
})

test('only the shape of today is written, whole, and with nothing that its schema does not name', () => {
  const data = { productId: 'prd_1', variantId: 'var_1', available: 3 }
  catalogue.check('stock.changed', data)
  assert.throws(() => catalogue.check('stock.changed', { ...data, available: 100 }), /available/)
  assert.throws(() => catalogue.check('stock.changed', { productId: 'prd_1', variantId: 7 }), /variantId: .*; available: /)
  assert.throws(() => catalogue.check('stock.changed', { ...data, email: 'a@b.example' }), /properties that its schema does not name/)
  assert.throws(() => parcels.check('parcel.weighed', { grams: 5 }), TypeError)
})

test('every type is listed under its own name, has a topic with a publisher, and a sentence that says what happened', () => {
  for (const [name, { type, topic, meaning }] of Object.entries(eventDefinitions)) {
    assert.equal(type, name)
    assert.ok(publishers[topic].length > 0)
    assert.match(meaning, /^[A-Z].*\.$/)
  }
})

test('what people said in events of version 1 is read as the place where it is kept', () => {
  const said = { code: 'STAFF', reason: 'Called Ada' }
  const reasonId = '89ba40cadda23060277d4d6747cafad35e9e4989a513b7cae96b06ae7133c53e'
  assert.deepEqual(catalogue.upcast('order.cancelRequested', 1, said), { code: 'STAFF', reasonId })
  assert.deepEqual(catalogue.upcast('order.cancelRequested', 1, { ...said, reason: null }), { code: 'STAFF', reasonId: null })
  assert.throws(() => catalogue.check('order.cancelRequested', said), /reasonId/)
})

/** Words by which a person could be known. Products and categories have names; nobody else has. */
const PERSONAL =
  /e-?mail|phone|address|street|city|postal|postcode|birth|surname|firstName|lastName|fullName|displayName|^name$|^ip$|cardNumber|iban/i

/** The names of all properties of a schema, however deep. */
function propertiesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : []
  return [...own, ...Object.values(schema).flatMap(propertiesOf)]
}

test('no event of any version has a place for personal data', () => {
  const found = Object.values(eventDefinitions).flatMap(({ type, versions }) =>
    /^(?:product|category)\./.test(type)
      ? []
      : versions.flatMap((shape) =>
          propertiesOf(z.toJSONSchema(shape))
            .filter((name) => PERSONAL.test(name))
            .map((name) => `${type}: ${name}`),
        ),
  )
  assert.deepEqual(found, [])
})
