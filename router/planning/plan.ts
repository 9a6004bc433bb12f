import type { DocumentNode } from 'graphql'

/**
 * What has to be asked of which subgraph, in which order, to answer one operation: the same words whichever planner said it.
 * Paths and keys are response keys (aliases where there are any).
 */
export interface Plan {
  /** Null when nothing has to be asked. */
  readonly root: PlanStep | null
  /** Parts that may come later, each after those it depends on; empty without `@defer`. */
  readonly deferred: readonly DeferredPart[]
  /**
   * The operation as it was planned: what the gathered data is shaped by. It is the client's but for some response keys, which would have met
   * keys of representations in the gathered data; `keyForClient` (keepApart.ts) says what the client calls them, in answers and error paths.
   */
  readonly document: DocumentNode
}

/** One step and what is under it. */
export type PlanStep = SequenceStep | ParallelStep | ConditionStep | FetchStep

/** One after another. */
export interface SequenceStep {
  readonly kind: 'sequence'
  readonly steps: readonly PlanStep[]
}

/** Side by side. */
export interface ParallelStep {
  readonly kind: 'parallel'
  readonly steps: readonly PlanStep[]
}

/** What a boolean variable of the client decides; null where there is nothing to do. */
export interface ConditionStep {
  readonly kind: 'condition'
  readonly variable: string
  readonly whenTrue: PlanStep | null
  readonly whenFalse: PlanStep | null
}

/** One request to one subgraph. */
export interface FetchStep {
  readonly kind: 'fetch'
  /** The subgraph's name in the supergraph. */
  readonly subgraph: string
  readonly query: string
  readonly operation: 'query' | 'mutation' | 'subscription'
  readonly operationName: string | undefined
  /** The client's variables that the query uses. */
  readonly variables: readonly string[]
  /** What it brings: fields of a root type, or fields of entities that were found before. */
  readonly brings: RootFields | EntityFields
}

/** Fields of a root type, to be merged at each object under a path. */
export interface RootFields {
  readonly kind: 'root'
  /** Empty but where a root type is reached through a field. */
  readonly path: Path
  readonly rewrites: readonly Rewrite[]
}

/** Fields of entities. A request may bring several lists of them, each under an alias of `_entities`. */
export interface EntityFields {
  readonly kind: 'entities'
  readonly lists: readonly EntityList[]
}

/** One `_entities` field and whom it asks about. */
export interface EntityList {
  /** Its response key. */
  readonly key: string
  /** The variable of its representations; lists may share one. */
  readonly variable: string
  /** Where the entities are: all that lie under any of these paths go into one list of representations. A list that finds none is sent empty. */
  readonly paths: readonly Path[]
  /** How an entity is represented, by its type: the first that fits counts; an entity that none fits, or that lacks a required key, is not asked about. */
  readonly representations: readonly Representation[]
  /** Changes to a representation before it is sent, relative to it. */
  readonly inputRewrites: readonly Rewrite[]
  /** Changes to an answered entity before it is merged, relative to it. */
  readonly outputRewrites: readonly Rewrite[]
}

/**
 * Which keys of an entity of this type are sent. An interface or union stands for its members, and for objects that go by its own name: an
 * interface object answers that as its `__typename`.
 */
export interface Representation {
  readonly on: string
  readonly selections: readonly RequiredSelection[]
}

/** A key of the data, what it is sent as, and what of it. */
export interface RequiredField {
  readonly kind: 'field'
  /** In the gathered data. */
  readonly key: string
  /** In the representation. */
  readonly as: string
  /** Null for a leaf. */
  readonly selections: readonly RequiredSelection[] | null
}

/** Keys that are sent for one type only; all fragments that fit count. */
export interface RequiredFragment {
  readonly kind: 'fragment'
  readonly on: string
  readonly selections: readonly RequiredSelection[]
}

/** What of an object goes into a representation. */
export type RequiredSelection = RequiredField | RequiredFragment

/** From the root of the data down to objects. */
export type Path = readonly PathSegment[]

/**
 * A field, all members of a list (of lists too), or only objects of these types (object types, or the name that an interface object answers; an
 * object that does not tell its type is taken for one of them).
 */
export type PathSegment =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'items' }
  | { readonly kind: 'types'; readonly names: readonly string[] }

/** A change of keys or values that keeps what subgraphs and clients call things apart. Lists on the way are implicit. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly RewriteSegment[]; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: readonly RewriteSegment[]; readonly to: string }

/**
 * A key, or only objects of these types ("is a": an interface's name stands for its implementers). An object that does not tell its type is
 * taken for one of them: where types could differ, `__typename` was asked for.
 */
export type RewriteSegment = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'types'; readonly names: readonly string[] }

/** A part of the answer that the client lets come later. */
export interface DeferredPart {
  readonly label: string | undefined
  /** Where in the answer the fragment stands: its fields are relative to that. Without items; lists on the way are implicit. */
  readonly path: Path
  /** The fields of the part as a selection set on what lies at the path, such as `{ name price }`; null where it has only parts of its own. */
  readonly selection: string | null
  /** What the variables of `@defer(if:)` must be for the part to exist; otherwise its fields come with the rest. */
  readonly when: readonly DeferCondition[]
  /** Positions in `Plan.deferred` of the parts that must have been gathered before. */
  readonly after: readonly number[]
  /** Whether its step needs nothing of the root step: they may go side by side. All others begin when the root step is done. */
  readonly atOnce: boolean
  /** What must still be asked for it; null when all of it comes with the rest. */
  readonly step: PlanStep | null
}

/** A boolean variable of the client and what it must be. */
export interface DeferCondition {
  readonly variable: string
  readonly is: boolean
}
