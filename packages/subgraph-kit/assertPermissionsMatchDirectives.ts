import { buildSubgraphSchema } from '@apollo/subgraph'
import { getNamedType, isIntrospectionType, isObjectType, type DocumentNode, type GraphQLField, type GraphQLObjectType } from 'graphql'

import type { Viewer } from '@agora/security/viewer.ts'

import { permissionOf, type Permission, type PermissionTree } from './permissions.ts'
import { both, requirementOf, satisfies, type Requirement } from './requirements.ts'

/** Federation's own: open to whoever has a verified identity. */
const FEDERATION = new Set(['_service', '_entities'])
const FEDERATION_TYPES = new Set(['_Service'])

/**
 * Throws unless `@authenticated` and `@requiresScopes` in the SDL ask exactly what the permission tree asks; the message names every
 * field where they differ. What a tree asks of owners counts as `@authenticated`, for a directive cannot say whose a thing is. A
 * field may also ask what the type that it answers with asks.
 */
export function assertPermissionsMatchDirectives(typeDefs: DocumentNode, permissions: PermissionTree): void {
  const schema = buildSubgraphSchema(typeDefs)
  const faults = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !isIntrospectionType(type) && !FEDERATION_TYPES.has(type.name) ? faultsOf(type, permissions) : [],
  )
  const unknown = Object.keys(permissions).filter((name) => !isObjectType(schema.getType(name)))
  const lines = [...faults, ...unknown.map((name) => `${name}: is no object type of the SDL`)]
  if (lines.length > 0) throw new Error(`Permissions and directives differ:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

function faultsOf(type: GraphQLObjectType, permissions: PermissionTree): string[] {
  if (!Object.hasOwn(permissions, type.name)) return [`${type.name}: is not in the permission tree`]
  return Object.values(type.getFields())
    .filter(({ name }) => !FEDERATION.has(name))
    .flatMap((field) => faultOf(type, field, permissionOf(permissions, type.name, field.name)))
}

function faultOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, permission: Permission): string[] {
  const said = both(requirementOf(type), requirementOf(field))
  const withAnswer = both(said, requirementOf(getNamedType(field.type)))
  const differing = [said, withAnswer].map((requirement) => firstDifference(requirement, permission))
  const [difference] = differing
  return difference === undefined || differing.includes(undefined) ? [] : [`${type.name}.${field.name}: ${difference}`]
}

function firstDifference(requirement: Requirement, permission: Permission): string | undefined {
  const mentioned = [...new Set([...requirement.scopes.flat(2), ...permission.scopes])].sort()
  for (const granted of [undefined, ...subsetsOf(mentioned)]) {
    const bySdl = satisfies(requirement, granted)
    if (bySdl === permission.mayHold(viewerWith(granted))) continue
    const who = granted === undefined ? 'the anonymous' : granted.length === 0 ? 'whoever is signed in' : `whoever has ${granted.join(' and ')}`
    return bySdl ? `the SDL lets in ${who}, the permission tree does not` : `the permission tree lets in ${who}, the SDL does not`
  }
  return undefined
}

function subsetsOf(scopes: readonly string[]): string[][] {
  return scopes.reduce<string[][]>((subsets, scope) => [...subsets, ...subsets.map((subset) => [...subset, scope])], [[]])
}

function viewerWith(scopes: readonly string[] | undefined): Viewer {
  if (scopes === undefined) return { kind: 'anonymous' }
  return { kind: 'user', sub: 'usr_', sid: null, roles: [], scopes, amr: [], acr: 'aal1', authTime: 0 }
}
