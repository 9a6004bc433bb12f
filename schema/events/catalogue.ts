import { isDeepStrictEqual } from 'node:util'

import type { EventCatalogue } from '@agora/event-store/event.ts'

import { recommendationEvents } from './ai.ts'
import { cartEvents } from './carts.ts'
import { deadLetterEvents } from './deadLetters.ts'
import type { EventDefinition } from './defineEvent.ts'
import { orderEvents } from './orders.ts'
import { paymentEvents } from './payments.ts'
import { productEvents } from './products.ts'
import { userEvents } from './users.ts'

/** Every type of event that exists. */
export const eventDefinitions: Readonly<Record<string, EventDefinition>> = {
  ...orderEvents,
  ...paymentEvents,
  ...productEvents,
  ...cartEvents,
  ...userEvents,
  ...recommendationEvents,
  ...deadLetterEvents,
}

/** Joins definitions into what an event store asks. */
export function catalogueOf(definitions: Readonly<Record<string, EventDefinition>>): EventCatalogue {
  const find = (type: string): EventDefinition | undefined => (Object.hasOwn(definitions, type) ? definitions[type] : undefined)
  const require = (type: string): EventDefinition => {
    const definition = find(type)
    if (definition === undefined) throw new TypeError(`There is no event of type ${type}: define it in schema/events`)
    return definition
  }
  return {
    versionOf: (type) => require(type).versions.length,
    check(type, data) {
      const faults = faultsOf(require(type), data)
      if (faults.length > 0) throw new TypeError(`${type} cannot be stored: ${faults.join('; ')}`)
    },
    upcast(type, schemaVersion, data) {
      const definition = find(type)
      if (definition === undefined || schemaVersion < 1 || schemaVersion > definition.versions.length) return undefined
      return definition.upcasts.slice(schemaVersion - 1).reduce<unknown>((shape, cast) => cast(shape as never), data)
    },
    topicOf: (type) => find(type)?.topic,
  }
}

/** What is wrong with data that is to be written today. A property that no schema names is a fault too: it may be what nobody may store. */
function faultsOf({ versions }: EventDefinition, data: unknown): string[] {
  const parsed = versions.at(-1)?.safeParse(data)
  if (parsed === undefined) return ['it has no version']
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`)
  return isDeepStrictEqual(parsed.data, data) ? [] : ['it carries properties that its schema does not name']
}

/** The catalogue of all events. */
export const catalogue = catalogueOf(eventDefinitions)
