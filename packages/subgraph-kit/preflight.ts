import { isAbstractType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql'

import type { Viewer } from '@agora/security/viewer.ts'

import { anyone, permissionOf, type Permission, type PermissionTree } from './permissions.ts'

/** The rules to ask before an operation of a document may run on the bare schema; undefined when it must not run there at all. */
export type Preflight = readonly Permission[] | undefined

/**
 * Lists the rules that a document touches, fields of every type behind an interface or a union included, skipped ones too. Rules that
 * look at the parent or the arguments are not among them: they stand on the bare schema itself. Introspection is left to Apollo.
 */
export function rulesOf(document: DocumentNode, schema: GraphQLSchema, permissions: PermissionTree): Preflight {
  const rules = new Set<Permission>()
  const types = new TypeInfo(schema)
  let known = true
  const enterField = ({ name: { value: field } }: { readonly name: { readonly value: string } }): void => {
    const parent = types.getParentType()
    if (field === '__typename') return
    if (parent === null || parent === undefined || field.startsWith('__')) {
      known = false
      return
    }
    const objects = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent]
    for (const { name } of objects) {
      const permission = permissionOf(permissions, name, field)
      if (permission !== anyone && permission.contextual) rules.add(permission)
    }
  }
  visit(document, visitWithTypeInfo(types, { Field: enterField }))
  return known ? [...rules] : undefined
}

/** Whether every rule says yes to this viewer. */
export function allHold(rules: readonly Permission[], viewer: Viewer): boolean {
  for (const { holds } of rules) if (!holds(viewer)) return false
  return true
}
