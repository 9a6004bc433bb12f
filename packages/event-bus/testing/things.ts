import type { EventCatalogue } from '@agora/event-store/event.ts'

/** What happens to things: the events of this package's own specs. Things had no colour in version 1. */
export type ThingEvent =
  | { readonly type: 'thing.made'; readonly data: { readonly number: number; readonly colour: string } }
  | { readonly type: 'thing.used'; readonly data: { readonly number: number } }

const SHAPES: Readonly<Record<string, readonly string[]>> = {
  'thing.made': ['number', 'colour'],
  'thing.used': ['number'],
  'deadLetter.parked': ['deadLetterId', 'consumer', 'topic', 'eventId', 'eventType', 'message', 'error', 'attempts'],
  'deadLetter.redriveRequested': ['deadLetterId', 'consumer', 'topic', 'message'],
  'deadLetter.resolved': ['deadLetterId', 'consumer'],
}

/** The catalogue of those events and of dead letters; things go to `topic`. */
export const thingCatalogue = (topic: string): EventCatalogue => ({
  versionOf: (type) => (type === 'thing.made' ? 2 : 1),
  check(type, data) {
    const missing = SHAPES[type]?.filter((name) => !(name in Object(data))) ?? ['everything']
    if (missing.length > 0) throw new TypeError(`${type} lacks ${missing.join()}`)
  },
  upcast(type, schemaVersion, data) {
    if (SHAPES[type] === undefined || schemaVersion > (type === 'thing.made' ? 2 : 1)) return undefined
    return type === 'thing.made' && schemaVersion === 1 ? { ...Object(data), colour: 'grey' } : data
  },
  topicOf: (type) => (type.startsWith('thing.') ? topic : SHAPES[type] === undefined ? undefined : 'dead-letters'),
})
