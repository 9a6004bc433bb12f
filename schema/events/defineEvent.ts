import type { z } from 'zod'

import type { Topic } from './topics.ts'

/** One type of event: its meaning, its topic, and the shape of every version that was ever stored. */
export interface EventDefinition<Data = unknown> {
  readonly type: string
  readonly topic: Topic
  /** What has happened, as one sentence. */
  readonly meaning: string
  /** Shapes by version, the first is version 1. The last is the one that is written today. */
  readonly versions: readonly [...z.ZodType[], z.ZodType<Data>]
  /** What turns the data of version n+1 into that of version n+2; one fewer than there are versions. */
  readonly upcasts: readonly ((data: never) => unknown)[]
}

/** Defines a type of event that has had one shape so far. */
export function defineEvent<Data>(type: string, topic: Topic, { meaning, data }: { meaning: string; data: z.ZodType<Data> }): EventDefinition<Data> {
  return { type, topic, meaning, versions: [data], upcasts: [] }
}

/**
 * Gives a type its next shape; what was stored before is brought to it by `upcast`. The versions before stay as they are, for ever.
 * `nextVersion(defineEvent('cart.changed', …), { data: z.object({ … }), upcast: (before) => ({ …before, … }) })`
 */
export function nextVersion<Before, Data>(
  before: EventDefinition<Before>,
  { data, upcast }: { data: z.ZodType<Data>; upcast: (before: Before) => Data },
): EventDefinition<Data> {
  return { ...before, versions: [...before.versions, data], upcasts: [...before.upcasts, upcast] }
}

/** The data of a definition as it is written today. */
export type DataOf<Definition> = Definition extends EventDefinition<infer Data> ? Data : never

/** The union of events that a table of definitions describes. */
export type EventOf<Table extends Readonly<Record<string, EventDefinition>>> = {
  [Type in keyof Table & string]: { readonly type: Type; readonly data: DataOf<Table[Type]> }
}[keyof Table & string]
