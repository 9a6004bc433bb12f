import { isUnionType, type ConstDirectiveNode, type GraphQLObjectType, type GraphQLSchema } from 'graphql'

/**
 * Throws unless each entity that this subgraph resolves has a batch, and each batch a type. Without one Apollo hands the
 * representation itself on as the entity, and with it whatever its sender wrote into it.
 */
export function assertEveryEntityHasBatch(schema: GraphQLSchema, entities: Readonly<Record<string, unknown>>): void {
  const union = schema.getType('_Entity')
  const resolved = isUnionType(union) ? union.getTypes().filter(isResolved) : []
  const without = resolved.filter(({ name }) => !Object.hasOwn(entities, name)).map(({ name }) => name)
  if (without.length > 0) throw new Error(`These types have a @key but no entity batch: ${without.join(', ')}`)
  const unknown = Object.keys(entities).filter((name) => schema.getType(name) === undefined)
  if (unknown.length > 0) throw new Error(`These entity batches have no type: ${unknown.join(', ')}`)
}

function isResolved(type: GraphQLObjectType): boolean {
  const directives = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? [])
  const keys = directives.filter(({ name }) => name.value === 'key' || name.value === 'federation__key')
  return keys.length === 0 || !keys.every(isUnresolvable)
}

function isUnresolvable({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(({ name, value }) => name.value === 'resolvable' && value.kind === 'BooleanValue' && !value.value)
}
