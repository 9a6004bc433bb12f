import { fileURLToPath } from 'node:url'

import { eventDefinitions } from '../../schema/events/catalogue.ts'
import { changedVersions, missingUpcasts } from './eventFaults.ts'
import { fixtureFaults } from './fixtures.ts'
import { publishedSchemas } from './published.ts'
import { consumerFaults, readConsumers, registryOf } from './registry.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')
const consumers = await readConsumers(root)
const registry = registryOf(eventDefinitions, consumers)

if (!process.argv.includes('--check')) {
  for (const { type, versions, topic, publishers, consumers: readers } of registry) {
    console.log(`${`${type} v${versions}`.padEnd(34)} ${topic.padEnd(16)} ${publishers.join(', ')} → ${readers.join(', ') || '–'}`)
  }
}
const faults = [
  ...missingUpcasts(eventDefinitions),
  ...publishedSchemas(root).flatMap((published) => changedVersions(eventDefinitions, published)),
  ...fixtureFaults(root, eventDefinitions),
  ...consumerFaults(eventDefinitions, consumers),
]
for (const fault of new Set(faults)) console.error(fault)
console.log(`Events: ${registry.length} types, ${consumers.length} consumers, ${new Set(faults).size} faults.`)
process.exitCode = faults.length === 0 ? 0 : 1
