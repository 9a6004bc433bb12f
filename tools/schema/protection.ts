import { hasDirective, objectTypes, type SubgraphDocument } from './definitions.ts'

/** What anybody may read, by type: schema/public.ts. */
export type PublicFields = Readonly<Record<string, readonly string[]>>

const AUTH = ['authenticated', 'requiresScopes'] as const

/** Fields as `Type.field` that carry no requirement, neither themselves nor by their type. Keys, stubs and refusals are left out. */
export function openFields(subgraphs: readonly SubgraphDocument[]): string[] {
  const open = subgraphs.flatMap(objectTypes).flatMap(({ name, interfaces, directives, fields }) => {
    // A refusal is reached only through a payload; a requirement on it would reach every `... on UserError`.
    if (interfaces.includes('UserError') || hasDirective({ directives }, ...AUTH)) return []
    const key = hasDirective({ directives }, 'key')
    return fields.flatMap((field) => {
      const reference = hasDirective(field, 'external', 'inaccessible') || (key && field.name.value === 'id')
      return reference || hasDirective(field, ...AUTH) ? [] : [`${name}.${field.name.value}`]
    })
  })
  return [...new Set(open)].toSorted()
}

/**
 * Holds the SDL against the list of what is public, both ways: a field without a requirement must be listed, and a listed field must
 * exist and carry none, so that the list is the whole truth.
 */
export function protectionFaults(subgraphs: readonly SubgraphDocument[], publicFields: PublicFields): string[] {
  const open = new Set(openFields(subgraphs))
  const listed = new Set(Object.entries(publicFields).flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`)))
  const unlisted = [...open].filter((field) => !listed.has(field))
  const stale = [...listed].filter((field) => !open.has(field))
  return [
    ...unlisted.map((field) => `${field} carries neither @authenticated nor @requiresScopes: add one, or list it in schema/public.ts`),
    ...stale.map((field) => `${field} stands in schema/public.ts but is protected or gone: take it out`),
  ]
}

/** Requirements that would reach further than meant: on Node types and their ids, on refusals, and @policy anywhere. */
export function misplacedRequirements(subgraphs: readonly SubgraphDocument[]): string[] {
  return subgraphs.flatMap(objectTypes).flatMap(({ subgraph, name, interfaces, directives, fields }) => {
    const at = `${name} (${subgraph})`
    const onType = hasDirective({ directives }, ...AUTH)
    const protectedFields = fields.filter((field) => hasDirective(field, ...AUTH)).map((field) => field.name.value)
    const policies = hasDirective({ directives }, 'policy') || fields.some((field) => hasDirective(field, 'policy'))
    const node = interfaces.includes('Node') || hasDirective({ directives }, 'key')
    const refusal = interfaces.includes('UserError')
    return [
      ...(policies ? [`${at} uses @policy, and no policy service answers yet`] : []),
      ...(node && onType ? [`${at} can be asked for by id: put the requirement on its fields, never on the type`] : []),
      ...(node && protectedFields.includes('id') ? [`${at}.id is what others refer to it by: it carries no requirement`] : []),
      ...(refusal && (onType || protectedFields.length > 0)
        ? [`${at} is a refusal: a requirement on it would reach every \`... on UserError\``]
        : []),
    ]
  })
}
