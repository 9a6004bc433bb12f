import { buildSubgraphSchema, type GraphQLSchemaModule } from '@apollo/subgraph'
import { defaultFieldResolver, isIntrospectionType, isObjectType, type DocumentNode, type GraphQLSchema } from 'graphql'
import { applyMiddleware } from 'graphql-middleware'
import { deny, shield } from 'graphql-shield'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { SubgraphContext } from './context.ts'
import type { EntityBatches } from './entities.ts'
import { resolveEntities } from './entityResolver.ts'
import { anyone, isPermission, permissionOf, type Permission, type PermissionTree } from './permissions.ts'

/** What a schema is made of. */
export interface SchemaParts<Context> {
  readonly typeDefs: DocumentNode
  readonly resolvers: object
  readonly entities: EntityBatches<Context>
  readonly permissions: PermissionTree
}

/** One schema twice. */
export interface ProtectedSchema {
  /** graphql-shield stands before every field, and denies by default: the authority on who may read what. */
  readonly guarded: GraphQLSchema
  /**
   * The same resolvers without shield. Only rules that look at the parent or at the arguments are asked, and a refusal is but a
   * sign that `guarded` must answer. Fit to run an operation only after all its other rules were asked and said yes.
   */
  readonly bare: GraphQLSchema
  /** The rules with those of federation's own fields. */
  readonly permissions: PermissionTree
}

/** The one refusal there is; it does not tell what would have been there. */
export const denied = (): Error => codedError('FORBIDDEN', 'You may not read this')

/** Builds both schemas. Throws when a rule names what the schema does not have, or an entity has no batch. */
export function protectSchema<Context extends SubgraphContext>(parts: SchemaParts<Context>): ProtectedSchema {
  assertNoReferenceResolver(parts.resolvers)
  const bare = buildSchema(parts)
  const permissions = withFederation(parts.permissions, bare)
  const rules = Object.entries(permissions).map(([type, node]) => [type, isPermission(node) ? node.shield : shieldsOf(node)])
  // allowExternalErrors: a resolver's own error is not a refusal; it is masked where the answer leaves.
  const options = { fallbackRule: deny, fallbackError: denied, allowExternalErrors: true }
  const guarded = applyMiddleware(buildSchema(parts), shield(Object.fromEntries(rules), options))
  askParentRules(bare, permissions)
  return { guarded, bare, permissions }
}

function buildSchema<Context extends SubgraphContext>(parts: SchemaParts<Context>): GraphQLSchema {
  const resolvers = parts.resolvers as NonNullable<GraphQLSchemaModule['resolvers']>
  const schema = buildSubgraphSchema([{ typeDefs: parts.typeDefs, resolvers }])
  resolveEntities(schema, parts)
  return schema
}

const shieldsOf = (fields: Readonly<Record<string, Permission>>) =>
  Object.fromEntries(Object.entries(fields).map(([field, { shield: rule }]) => [field, rule]))

/** Whoever gets this far is a process of ours with a verified identity, so the schema's text and the way to entities are open to it; the entities' fields are not. */
function withFederation(permissions: PermissionTree, schema: GraphQLSchema): PermissionTree {
  const query = schema.getQueryType()
  const own = ['_service', '_entities'].filter((name) => query?.getFields()[name] !== undefined)
  const given = permissions['Query'] ?? {}
  const fields = isPermission(given) ? { '*': given } : given
  return { ...permissions, Query: { ...fields, ...Object.fromEntries(own.map((name) => [name, anyone])) }, _Service: anyone }
}

function askParentRules(schema: GraphQLSchema, permissions: PermissionTree): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const { contextual, holds } = permissionOf(permissions, type.name, field.name)
      if (contextual) continue
      const inner = field.resolve ?? defaultFieldResolver
      field.resolve = (...call) => {
        const [parent, args, { viewer }] = call as [unknown, unknown, SubgraphContext, unknown]
        if (!holds(viewer, parent, args)) throw denied()
        return inner(...call)
      }
    }
  }
}

function assertNoReferenceResolver(resolvers: object): void {
  const having = Object.entries(resolvers).filter(([, fields]) => typeof fields === 'object' && fields !== null && '__resolveReference' in fields)
  if (having.length === 0) return
  throw new Error(
    `Give these types an entity batch in the place of __resolveReference, which no rule stands before: ${having.map(([name]) => name).join(', ')}`,
  )
}
