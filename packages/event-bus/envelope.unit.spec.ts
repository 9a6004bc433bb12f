import assert from 'node:assert/strict'
import { test } from 'node:test'

import { MAX_ENVELOPE_LENGTH, parseEnvelope, writeEnvelope } from './envelope.ts'

const event = {
  id: 'ord_1/3',
  stream: 'ord_1',
  version: 3,
  type: 'order.placed',
  data: { total: '100' },
  metadata: { correlationId: 'req_1', causationId: 'ord_1/2', actor: 'usr_1' },
  occurredAt: new Date('2026-11-25T10:00:00.123Z'),
}
const text = writeEnvelope(event, { source: 'orders', schemaVersion: 2 })
const changed = (change: (envelope: Record<string, unknown>) => void): string => {
  const envelope = JSON.parse(text) as Record<string, unknown>
  change(envelope)
  return JSON.stringify(envelope)
}

test('an event is written as CloudEvents 1.0 in structured JSON', () => {
  assert.deepEqual(JSON.parse(text), {
    specversion: '1.0',
    id: 'ord_1/3',
    source: '/agora/orders',
    type: 'order.placed',
    subject: 'ord_1',
    time: '2026-11-25T10:00:00.123Z',
    datacontenttype: 'application/json',
    dataschema: 'agora:order.placed/2',
    sequence: '3',
    correlationid: 'req_1',
    causationid: 'ord_1/2',
    actor: 'usr_1',
    data: { total: '100' },
  })
})

test('what was written is read back, with or without a cause, and unknown extensions are ignored', () => {
  assert.deepEqual(parseEnvelope(text), { ok: true, value: { ...event, source: 'orders', schemaVersion: 2 } })
  const first = { ...event, metadata: { ...event.metadata, causationId: null } }
  const read = parseEnvelope(writeEnvelope(first, { source: 'orders', schemaVersion: 2 }))
  assert.ok(read.ok)
  assert.equal(read.value.metadata.causationId, null)
  assert.equal(parseEnvelope(changed((envelope) => (envelope['partitionkey'] = 'x'))).ok, true)
})

test('each attribute must be there', () => {
  for (const attribute of [
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'sequence',
    'correlationid',
    'actor',
    'data',
  ]) {
    const parsed = parseEnvelope(changed((envelope) => delete envelope[attribute]))
    assert.deepEqual(parsed, { ok: false, error: { code: 'MISSING', attribute } })
  }
})

const malformed: readonly (readonly [string, unknown])[] = [
  ['id', ''],
  ['id', 'a b'],
  ['id', 'x'.repeat(101)],
  ['source', '/elsewhere/orders'],
  ['type', 'placed'],
  ['type', 7],
  ['subject', 'x'.repeat(65)],
  ['time', '2026-11-25 10:00:00'],
  ['time', '2026-13-45T10:00:00Z'],
  ['datacontenttype', 'text/plain'],
  ['dataschema', 'https://example.org/schema'],
  ['dataschema', 'agora:order.placed/0'],
  ['sequence', 3],
  ['sequence', '03'],
  ['correlationid', 'x'.repeat(129)],
  ['causationid', 5],
  ['actor', ''],
  ['data', []],
  ['data', null],
  ['data', 'text'],
]
for (const [attribute, value] of malformed) {
  test(`${attribute} may not be ${JSON.stringify(value)?.slice(0, 30)}`, () => {
    const parsed = parseEnvelope(changed((envelope) => (envelope[attribute] = value)))
    assert.deepEqual(parsed, { ok: false, error: { code: 'MALFORMED', attribute } })
  })
}

test('what is no envelope says why', () => {
  const codes = [
    '',
    '{',
    '[]',
    'null',
    '"text"',
    changed((envelope) => (envelope['specversion'] = '0.3')),
    changed((envelope) => (envelope['sequence'] = '4')),
    changed((envelope) => (envelope['dataschema'] = 'agora:order.paid/2')),
    ' '.repeat(MAX_ENVELOPE_LENGTH + 1),
  ].map((given) => {
    const parsed = parseEnvelope(given)
    return parsed.ok ? 'fine' : parsed.error.code
  })
  assert.deepEqual(codes, [
    'NOT_JSON',
    'NOT_JSON',
    'NOT_AN_OBJECT',
    'NOT_AN_OBJECT',
    'NOT_AN_OBJECT',
    'UNSUPPORTED_SPECVERSION',
    'ID_CONTRADICTS_SEQUENCE',
    'SCHEMA_CONTRADICTS_TYPE',
    'TOO_LARGE',
  ])
})
