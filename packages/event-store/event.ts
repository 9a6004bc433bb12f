/** Who caused an event, and what it belongs to. */
export interface EventMetadata {
  /** The request of a client from which everything followed; the same in every service. */
  readonly correlationId: string
  /** The id of the event that this one answers; null when a request caused it. */
  readonly causationId: string | null
  /** Who did it: the `sub` of a viewer, or the name of a process. */
  readonly actor: string
}

/** An event before it is stored. */
export interface NewEvent {
  readonly type: string
  /** An object that JSON can carry; amounts as decimal text. */
  readonly data: unknown
}

/** What the store adds to an event. */
export interface EventHeader {
  /** `<stream>/<version>`: unique for ever, and the same however often it is delivered. */
  readonly id: string
  /** The id of what it happened to, such as `ord_…`. */
  readonly stream: string
  /** 1 for the first event of its stream. */
  readonly version: number
  readonly metadata: EventMetadata
  readonly occurredAt: Date
}

/** An event as it was stored, its data brought to the shape of today. Of a union: its type still tells which data it carries. */
export type StoredEvent<Event extends NewEvent = NewEvent> = Event & EventHeader

/** A place in the order of the whole store. Both are decimal text: they exceed what JSON numbers hold. */
export interface Position {
  readonly txId: string
  readonly position: string
}

/** What the store must be told about types of events; `schema/events/catalogue.ts` knows. Generic, because a package knows no domain. */
export interface EventCatalogue {
  /** The version that data of this type is written in today. Throws for an unknown type: that is a bug of ours. */
  versionOf(type: string): number
  /** Checks data that is about to be stored. Throws with every fault: nothing malformed is ever stored. */
  check(type: string, data: unknown): void
  /** Brings stored data of any version to the shape of today; undefined for a type, or a version, that this process does not know. */
  upcast(type: string, schemaVersion: number, data: unknown): unknown
  /** Where events of this type are published; undefined for an unknown type. */
  topicOf(type: string): string | undefined
}

/** The id of an event. */
export const eventId = (stream: string, version: number): string => `${stream}/${version}`
