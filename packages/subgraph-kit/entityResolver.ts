import { isAbstractType, isObjectType, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import { assertEveryEntityHasBatch } from './assertEveryEntityHasBatch.ts'
import type { SubgraphContext } from './context.ts'
import type { EntityBatch, EntityBatches, Representation } from './entities.ts'
import { permissionOf, type PermissionTree } from './permissions.ts'
import { selectedFields } from './selectedFields.ts'

/** More keys than this in one request are refused: the router asks for far fewer. */
const MAX_REPRESENTATIONS = 5000

/** What answers `Query._entities`. */
export interface EntityOptions<Context> {
  readonly entities: EntityBatches<Context>
  readonly permissions: PermissionTree
}

/**
 * Has `Query._entities` ask each type's batch once for the whole list. A viewer who may read none of the fields that are asked of a
 * type gets its refusal without its batch being called: rules of fields run only after the entities were found, which would be SQL
 * on behalf of somebody who may not see its outcome.
 */
export function resolveEntities<Context extends SubgraphContext>(schema: GraphQLSchema, { entities, permissions }: EntityOptions<Context>): void {
  assertEveryEntityHasBatch(schema, entities)
  const field = schema.getQueryType()?.getFields()['_entities']
  if (field === undefined) return
  field.resolve = async (...call) => {
    const [, { representations }, context, info] = call as [unknown, { representations: readonly unknown[] }, Context, GraphQLResolveInfo]
    if (representations.length > MAX_REPRESENTATIONS) throw codedError('BAD_USER_INPUT', `More than ${MAX_REPRESENTATIONS} representations`)
    const answers = new Array<unknown>(representations.length)
    const places = groupByType(representations, entities, answers)
    await Promise.all(
      [...places].map(async ([type, indices]) => {
        const asked = indices.map((index) => representations[index] as Representation)
        const found = await findEntities({ type, asked, context, info, batch: entities[type], permissions })
        indices.forEach((index, position) => (answers[index] = found[position]))
      }),
    )
    return answers
  }
}

function groupByType(representations: readonly unknown[], entities: object, answers: unknown[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  representations.forEach((representation, index) => {
    const type = typeNameOf(representation)
    if (type === undefined || !Object.hasOwn(entities, type)) {
      answers[index] = codedError('BAD_USER_INPUT', 'The representation names no entity of this subgraph')
      return
    }
    const indices = places.get(type)
    if (indices === undefined) places.set(type, [index])
    else indices.push(index)
  })
  return places
}

function typeNameOf(representation: unknown): string | undefined {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation)) return undefined
  return typeof representation.__typename === 'string' ? representation.__typename : undefined
}

interface Question<Context> {
  readonly type: string
  readonly asked: readonly Representation[]
  readonly context: Context
  readonly info: GraphQLResolveInfo
  readonly batch: EntityBatch<Context> | undefined
  readonly permissions: PermissionTree
}

async function findEntities<Context extends SubgraphContext>(question: Question<Context>): Promise<readonly unknown[]> {
  const { type, asked, context, info, batch } = question
  const named = info.schema.getType(type)
  if (batch === undefined || named === undefined) return asked.map(() => null)
  const refusal = refusalFor(question)
  if (refusal !== undefined) return asked.map(() => refusal)
  try {
    const found = await batch(asked, context, info)
    if (found.length !== asked.length) throw new Error(`The batch of ${type} answered ${found.length} items for ${asked.length} representations`)
    return isObjectType(named) ? found.map((item) => withTypeName(item, type)) : found
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error))
    return asked.map(() => failure)
  }
}

/**
 * What stands for entities of which the viewer may read nothing that is asked: a stub, whose fields shield then refuses one by one;
 * null where only the existence is asked, as `node` does.
 */
function refusalFor({ type, context: { viewer }, info, permissions }: Omit<Question<SubgraphContext>, 'batch'>): object | null | undefined {
  const { schema } = info
  const named = schema.getType(type)
  const concrete = isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : []
  const mayRead = (fieldsOf: (object: GraphQLObjectType) => readonly string[]): boolean =>
    concrete.some((object) => fieldsOf(object).some((field) => permissionOf(permissions, object.name, field).mayHold(viewer)))
  const asked = new Map(concrete.map((object) => [object.name, selectedFields(info, object)]))
  const existenceOnly = concrete.every((object) => asked.get(object.name)?.length === 0)
  if (existenceOnly) return mayRead((object) => Object.keys(object.getFields())) ? undefined : null
  if (mayRead((object) => asked.get(object.name) ?? [])) return undefined
  return isObjectType(named) ? { __typename: type } : null
}

/** The router tells entities apart by `__typename`. A row that others share or that is frozen is not written to. */
function withTypeName(item: unknown, type: string): unknown {
  if (typeof item !== 'object' || item === null || item instanceof Error) return item ?? null
  if ('__typename' in item && item.__typename === type) return item
  if (Object.isExtensible(item) && !('__typename' in item)) return Object.assign(item, { __typename: type })
  return Object.create(item, { __typename: { value: type, enumerable: true } }) as object
}
