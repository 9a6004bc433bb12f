import type { EventCatalogue } from '@agora/event-store/event.ts'

/** The only event of this package's own specs. */
export interface NoteTaken {
  readonly type: 'note.taken'
  readonly data: object
}

/** Its catalogue. */
export const noteCatalogue: EventCatalogue = {
  versionOf: () => 1,
  check: () => undefined,
  upcast: (type, _version, data) => (type === 'note.taken' ? data : undefined),
  topicOf: (type) => (type === 'note.taken' ? 'notes' : undefined),
}
