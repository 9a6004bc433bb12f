import type { CachePlan } from './cachePlan.ts'

/** A representation as a client of `_entities` sends it. */
export type Representation = Readonly<Record<string, unknown>>

/** A request for entities, taken apart. */
export interface EntityBatch {
  /** Each entity that is asked for, list by list. */
  readonly asked: readonly AskedEntity[]
  /** The variables that are no representations, as text: what is asked of an entity may depend on them. */
  readonly rest: string
  /** The request again, for these alone. */
  bodyFor(wanted: ReadonlySet<AskedEntity>): string
}

/** One entity of one list. */
export interface AskedEntity {
  readonly list: number
  /** Its place in the list. */
  readonly place: number
  readonly representation: Representation
}

/** Takes a request for entities apart. Null where its variables are not as the plan says, or two lists share one. */
export function readEntityBatch(body: string, { lists }: CachePlan): EntityBatch | null {
  const request = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> }
  const variables = request.variables ?? {}
  if (new Set(lists.map(({ variable }) => variable)).size < lists.length) return null
  const asked: AskedEntity[] = []
  for (const [list, { variable }] of lists.entries()) {
    const representations = variables[variable]
    if (!Array.isArray(representations)) return null
    for (const [place, representation] of (representations as readonly Representation[]).entries()) asked.push({ list, place, representation })
  }
  const names = new Set(lists.map(({ variable }) => variable))
  return {
    asked,
    rest: JSON.stringify(Object.entries(variables).filter(([name]) => !names.has(name))),
    bodyFor(wanted) {
      const own = lists.map(({ variable }, list) => [variable, representationsOf(asked, list, wanted)] as const)
      return JSON.stringify({ ...request, variables: { ...variables, ...Object.fromEntries(own) } })
    },
  }
}

function representationsOf(asked: readonly AskedEntity[], list: number, wanted: ReadonlySet<AskedEntity>): Representation[] {
  return asked.filter((entity) => entity.list === list && wanted.has(entity)).map(({ representation }) => representation)
}

/** The answer to a whole request, from the texts of its entities; what there is no text for is null. */
export function joinEntities({ lists }: CachePlan, { asked }: EntityBatch, texts: ReadonlyMap<AskedEntity, string>): string {
  const parts = lists.map(({ key }, list) => {
    const own = asked.filter((entity) => entity.list === list).map((entity) => texts.get(entity) ?? 'null')
    return `${JSON.stringify(key)}:[${own.join(',')}]`
  })
  return `{${parts.join(',')}}`
}

/** Errors about entities that were asked for apart from others, by their places among all. */
export function placeAmongAll(
  errors: readonly Readonly<Record<string, unknown>>[],
  { lists }: CachePlan,
  wanted: readonly AskedEntity[],
): readonly Readonly<Record<string, unknown>>[] {
  return errors.map((error) => {
    const path = error['path']
    if (!Array.isArray(path) || typeof path[1] !== 'number') return error
    const list = lists.findIndex(({ key }) => key === path[0])
    const place = wanted.filter((entity) => entity.list === list)[path[1]]?.place
    return place === undefined ? error : { ...error, path: [path[0], place, ...path.slice(2)] }
  })
}
