import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { eventDefinitions } from '../../schema/events/catalogue.ts'
import { defineEvent, nextVersion, type EventDefinition } from '../../schema/events/defineEvent.ts'
import { changedVersions, missingUpcasts } from './eventFaults.ts'
import { eventsDoc } from './eventsDoc.ts'
import { fixtureFault, fixtureFaults } from './fixtures.ts'
import { jsonSchemas } from './jsonSchemas.ts'
import { consumerFaults, registryOf } from './registry.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
const weighed = (data: z.ZodType): EventDefinition => defineEvent('parcel.weighed', 'orders', { meaning: 'A parcel was weighed.', data })
const first = weighed(z.object({ grams: z.int() }))
const second = nextVersion(defineEvent('parcel.weighed', 'orders', { meaning: 'A parcel was weighed.', data: z.object({ grams: z.int() }) }), {
  data: z.object({ kilos: z.number() }),
  upcast: ({ grams }) => ({ kilos: grams / 1000 }),
})
const named = (definition: EventDefinition): Record<string, EventDefinition> => ({ 'parcel.weighed': definition })

test('a published version may neither go nor change, and another version beside it may come', () => {
  const published = jsonSchemas(named(first))
  assert.deepEqual(changedVersions(named(first), published), [])
  assert.deepEqual(changedVersions(named(second), published), [])
  assert.deepEqual(changedVersions({}, published), ['parcel.weighed.v1 was published and is gone: stored events of it can no longer be read'])
  assert.match(
    changedVersions(named(weighed(z.object({ grams: z.string() }))), published)[0] ?? '',
    /^parcel\.weighed\.v1 was published: data\.grams no longer takes the type integer/,
  )
})

test('each step from one version to the next has an upcast', () => {
  assert.deepEqual(missingUpcasts(named(second)), [])
  assert.deepEqual(missingUpcasts(named({ ...second, upcasts: [] })), ['parcel.weighed has 2 versions and 0 upcasts'])
})

test('a recorded event must fit its version, and be readable today', () => {
  assert.equal(fixtureFault(named(second), 'parcel.weighed.v1', { grams: 5 }), undefined)
  assert.match(fixtureFault(named(second), 'parcel.weighed.v1', { grams: 'x' }) ?? '', /does not fit its own version: grams/)
  assert.match(
    fixtureFault(named({ ...second, upcasts: [(data: never) => data] }), 'parcel.weighed.v1', { grams: 5 }) ?? '',
    /cannot be read as today's/,
  )
  assert.match(fixtureFault(named(first), 'parcel.weighed.v2', { kilos: 5 }) ?? '', /nobody can read it any more/)
})

test('there is a recorded event of every type and version, and each is still readable', () => {
  assert.deepEqual(fixtureFaults(root, eventDefinitions), [])
  assert.match(fixtureFaults(root, { ...eventDefinitions, ...named(first) })[0] ?? '', /parcel\.weighed\.v1\.json is missing/)
})

test('the registry says who publishes and who consumes, and refuses a consumer of what does not exist', () => {
  const consumers = [{ name: 'users.notifications', types: ['parcel.weighed', 'parcel.lost'] }]
  const registry = registryOf(named(second), consumers)
  assert.deepEqual(registry, [
    {
      type: 'parcel.weighed',
      topic: 'orders',
      versions: 2,
      meaning: 'A parcel was weighed.',
      publishers: ['orders'],
      consumers: ['users.notifications'],
    },
  ])
  assert.match(eventsDoc(registry), /\| \[`parcel\.weighed`\]\(\S+v2\.json\) \| 2 \| A parcel was weighed\. \| users\.notifications \|/)
  assert.deepEqual(consumerFaults(named(second), consumers), ['users.notifications consumes parcel.lost, which is no type of event'])
})
