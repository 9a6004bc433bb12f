import type { GraphQLResolveInfo } from 'graphql'

/** What the router knows of an entity: its type, the fields of one of its keys, and whatever `@requires` asks for. */
export type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string }

/**
 * Finds entities of one type, all at once. Answers one item a representation, in their order: the entity, null for a missing or
 * forbidden one, or an Error that befalls this item alone. A rejection befalls every item of the type.
 */
export type EntityBatch<Context> = (
  representations: readonly Representation[],
  context: Context,
  info: GraphQLResolveInfo,
) => Promise<readonly unknown[]> | readonly unknown[]

/** The batch of each entity type by its name. */
export type EntityBatches<Context> = Readonly<Record<string, EntityBatch<Context>>>
