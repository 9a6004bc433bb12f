/** Everything of one subgraph. */
export const ofSubgraph = (subgraph: string): string => `subgraph ${subgraph}`

/** What was asked about one entity, by its key. */
export const ofEntity = (type: string, id: string): string => `entity ${type} ${id}`

/** What was asked about any entity of a type. */
export const ofEntities = (type: string): string => `entities ${type}`

/** Whatever holds things of a type without its being known which: lists, and entities that hold others. */
export const holding = (type: string): string => `holding ${type}`

/** What is stale once an entity has changed: what was asked about it, and what may hold it. */
export const changed = (type: string, id: string): readonly string[] => [ofEntity(type, id), holding(type)]

/** What is stale once anything of a type may have changed. */
export const anyChanged = (type: string): readonly string[] => [ofEntities(type), holding(type)]
