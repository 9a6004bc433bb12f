import { execute, getNamedType, isLeafType, parse, type ExecutionResult, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql'

import type { SubgraphAnswer } from '../execution/askSubgraph.ts'

type Data = Readonly<Record<string, unknown>>

type ResolverArguments = readonly [source: Data, args: Data, context: unknown, info: GraphQLResolveInfo]

/** Whom to ask for a field. */
export interface FieldOwners {
  /** The subgraph of each field, by coordinate. */
  readonly owners: Readonly<Record<string, string>>
  /** The key of each entity. */
  readonly keys: Readonly<Record<string, string>>
  /** What else a field's subgraph is sent of the object. */
  readonly requires: Readonly<Record<string, readonly string[]>>
}

/** Asks a subgraph. */
export type AskOne = (subgraph: string, query: string, variables: Data) => Promise<SubgraphAnswer>

/**
 * One server over the data of subgraphs, as simple as can be: graphql-js executes, and each field of each entity is asked for alone, of the subgraph that has it.
 * Nothing is planned or merged, so nothing of that can go wrong. For graphs of entities with one key and leaves. The same is asked once.
 */
export function createOneByOne(schema: GraphQLSchema, { owners, keys, requires }: FieldOwners, ask: AskOne) {
  const asked = new Map<string, Promise<unknown>>()
  const below = (info: GraphQLResolveInfo): string => {
    const type = getNamedType(info.returnType)
    return isLeafType(type) ? '' : `{ __typename ${keys[type.name]} }`
  }
  const once = (subgraph: string, query: string, variables: Data): Promise<unknown> => {
    const key = JSON.stringify([subgraph, query, variables])
    const answer = asked.get(key) ?? ask(subgraph, query, variables).then(({ data }) => data)
    asked.set(key, answer)
    return answer
  }
  const resolve = async (source: Data, args: Data, info: GraphQLResolveInfo): Promise<unknown> => {
    const { fieldName, parentType } = info
    const own = source[fieldName]
    if (own !== undefined) return own
    const owner = owners[`${parentType.name}.${fieldName}`] ?? ''
    const given = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    const field = `f: ${fieldName}${given.length === 0 ? '' : `(${given.join(', ')})`} ${below(info)}`
    if (source['__typename'] === undefined) return ((await once(owner, `{ ${field} }`, {})) as { f: unknown }).f
    const needed = requires[`${parentType.name}.${fieldName}`] ?? []
    const more = await Promise.all(
      needed.map(async (name) => [name, await resolve(source, {}, { ...info, fieldName: name, returnType: leafOf(info, name) })]),
    )
    const query = `query($r: [_Any!]!) { e: _entities(representations: $r) { ... on ${parentType.name} { ${field} } } }`
    const answer = (await once(owner, query, { r: [{ ...source, ...Object.fromEntries(more) }] })) as { e: { f: unknown }[] }
    return answer.e[0]?.f
  }
  return async (query: string, variables: Data): Promise<ExecutionResult> =>
    execute({
      schema,
      document: parse(query),
      variableValues: variables,
      rootValue: {},
      fieldResolver: (...[source, args, , info]: ResolverArguments) => resolve(source, args, info),
    })
}

function leafOf({ parentType }: GraphQLResolveInfo, name: string): GraphQLResolveInfo['returnType'] {
  const field = parentType.getFields()[name]
  if (field === undefined) throw new TypeError(`There is no ${parentType.name}.${name}`)
  return field.type
}
