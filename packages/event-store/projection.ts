import type { Queryable } from '@agora/database/transaction.ts'

import type { NewEvent, StoredEvent } from './event.ts'

/**
 * Writes what an event says into the projection's tables. Every row carries `generation`: write it, and look for rows of that generation only.
 * Must do the same each time it is done from the beginning: no clock, no chance, nothing read but the projection's own tables.
 */
export type Handler<Event extends NewEvent> = (client: Queryable, event: StoredEvent<Event>, generation: number) => Promise<void>

/** A handler for each type that matters; others are skipped. */
export type Handlers<Event extends NewEvent> = { readonly [Type in Event['type']]?: Handler<Extract<Event, { readonly type: Type }>> }

/** All events of a batch at once, in their order: for a projection that must be fast. */
export interface BatchHandler<Event extends NewEvent> {
  readonly types: readonly Event['type'][]
  readonly apply: (client: Queryable, events: readonly StoredEvent<Event>[], generation: number) => Promise<void>
}

/** What a projection is made of. */
export interface ProjectionDefinition<Event extends NewEvent> {
  /** Lower case and underscores; names its row of `event_projections` for ever. */
  readonly name: string
  /** Raise it when the handlers or the tables change: the projection is then rebuilt by itself, while the old rows are still read. */
  readonly version: number
  /** Its tables. Each has a column `generation` that its primary key begins with, and nobody else writes it. */
  readonly tables: readonly string[]
  readonly handles: Handlers<Event> | BatchHandler<Event>
}

/** A read model that is written from events and from nothing else. */
export interface Projection {
  readonly name: string
  readonly version: number
  readonly tables: readonly string[]
  readonly types: ReadonlySet<string>
  /** Applies events that it handles. Throws HandlerFailure. */
  apply(client: Queryable, events: readonly StoredEvent[], generation: number): Promise<void>
}

/** A handler threw: the projection stops before this event until it can be applied. */
export class HandlerFailure extends Error {
  override readonly name = 'HandlerFailure'

  constructor(event: StoredEvent | undefined, cause: unknown) {
    super(`at ${event?.id ?? 'the end'}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/

/** Defines a projection over a union of events. Throws for a name that cannot stand in SQL. */
export function defineProjection<Event extends NewEvent>({ name, version, tables, handles }: ProjectionDefinition<Event>): Projection {
  for (const word of [name, ...tables]) if (!NAME.test(word)) throw new TypeError(`${word} is no name of a projection or a table`)
  if (isBatch<Event>(handles)) {
    const apply: Projection['apply'] = (client, events, generation) =>
      handles.apply(client, events as readonly StoredEvent<Event>[], generation).catch((error: unknown) => {
        throw new HandlerFailure(events[0], error)
      })
    return { name, version, tables, types: new Set(handles.types), apply }
  }
  const table: Readonly<Record<string, Handler<never> | undefined>> = handles
  const apply: Projection['apply'] = async (client, events, generation) => {
    for (const event of events) {
      await table[event.type]?.(client, event as never, generation).catch((error: unknown) => {
        throw new HandlerFailure(event, error)
      })
    }
  }
  return { name, version, tables, types: new Set(Object.keys(table)), apply }
}

const isBatch = <Event extends NewEvent>(handles: Handlers<Event> | BatchHandler<Event>): handles is BatchHandler<Event> =>
  'apply' in handles && typeof handles.apply === 'function'

/** The SQL of the generation that readers of a projection read: `… WHERE s.generation = ${liveGeneration('order_summaries')}`. */
export function liveGeneration(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a projection`)
  return `(SELECT p.generation FROM event_projections p WHERE p.name = '${name}')`
}
