import { eventDefinitions } from '../../schema/events/catalogue.ts'
import { eventsDoc } from './eventsDoc.ts'
import { jsonSchemas, schemaFiles } from './jsonSchemas.ts'
import { readConsumers, registryOf } from './registry.ts'

/** The files that are written from the definitions of events, by their paths from the root. */
export async function eventArtefacts(root: string): Promise<ReadonlyMap<string, string>> {
  const registry = registryOf(eventDefinitions, await readConsumers(root))
  return new Map([...schemaFiles(jsonSchemas(eventDefinitions)), ['docs/events.md', eventsDoc(registry)]])
}
