import { Kind, visit, type ConstDirectiveNode, type DefinitionNode, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { linksOf } from '../supergraph/links.ts'
import { protectiveNames, type Protective } from './protectiveNames.ts'
import { allOf, type Alternatives, type Requirement } from './requirement.ts'

/** What a supergraph protects. A type or field that is missing here is everybody's. */
export interface Protection {
  /** By the name of an object type, interface, scalar or enum. */
  readonly types: ReadonlyMap<string, Requirement>
  /** By type and field: `User.mail`. */
  readonly fields: ReadonlyMap<string, Requirement>
}

/** The protection of a supergraph in which nothing is protected. */
export const noProtection: Protection = { types: new Map(), fields: new Map() }

/** Whether anything is protected at all. */
export function protectsAnything({ types, fields }: Protection): boolean {
  return types.size + fields.size > 0
}

/** Directives that stand on one element, each with its meaning. */
interface Site {
  readonly on: string
  readonly kind: 'type' | 'field'
  readonly directives: readonly ConstDirectiveNode[]
}

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` from the original supergraph, whatever it calls them. Several on one element must
 * all hold. A failure is one sentence for the terminal: what cannot be read, or stands where nobody would enforce it, must not be served.
 */
export function readProtection(supergraph: DocumentNode): Result<Protection, string> {
  const names = protectiveNames(linksOf(supergraph))
  if (!names.ok) return names
  const read = new Set<DirectiveNode>()
  const found = { type: new Map<string, Requirement>(), field: new Map<string, Requirement>() }
  for (const { on, kind, directives } of supergraph.definitions.flatMap(sitesOf)) {
    for (const directive of directives) {
      const meaning = names.value.get(directive.name.value)
      if (meaning === undefined) continue
      const requirement = requirementOf(directive, meaning)
      if (requirement === null) return fail(`The supergraph's @${directive.name.value} on ${on} cannot be read: it lacks its list of lists of names.`)
      read.add(directive)
      const all = allOf([found[kind].get(on), requirement])
      if (all !== undefined) found[kind].set(on, all)
    }
  }
  const stray = strayOf(supergraph, names.value, read)
  if (stray !== undefined)
    return fail(
      `The supergraph uses @${stray} where it cannot be enforced; only object types, interfaces, scalars, enums and fields can be protected.`,
    )
  return ok({ types: found.type, fields: found.field })
}

function sitesOf(definition: DefinitionNode): Site[] {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION: {
      const on = definition.name.value
      const fields = definition.fields ?? []
      return [
        { on, kind: 'type', directives: definition.directives ?? [] },
        ...fields.map(({ name, directives = [] }): Site => ({ on: `${on}.${name.value}`, kind: 'field', directives })),
      ]
    }
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return [{ on: definition.name.value, kind: 'type', directives: definition.directives ?? [] }]
    default:
      return []
  }
}

/** Undefined where it asks for nothing, null where it cannot be read. */
function requirementOf(directive: ConstDirectiveNode, meaning: Protective): Requirement | undefined | null {
  if (meaning === 'authenticated') return { authenticated: true, scopes: [], policies: [] }
  const argument = meaning === 'policy' ? 'policies' : 'scopes'
  const alternatives = alternativesOf(directive.arguments?.find(({ name }) => name.value === argument)?.value)
  if (alternatives === null) return null
  if (alternatives.length === 0 || alternatives.some((all) => all.length === 0)) return undefined
  return { authenticated: false, scopes: meaning === 'policy' ? [] : [alternatives], policies: meaning === 'policy' ? [alternatives] : [] }
}

/** A list of lists of names. By the rules of input coercion a single value stands for a list of one. */
function alternativesOf(value: ValueNode | undefined): Alternatives | null {
  if (value === undefined) return null
  const read = (value.kind === Kind.LIST ? value.values : [value]).map((item) => {
    const names = (item.kind === Kind.LIST ? item.values : [item]).map((name) => (name.kind === Kind.STRING ? name.value : null))
    return names.every((name) => name !== null) ? names : null
  })
  return read.every((all) => all !== null) ? read : null
}

function strayOf(supergraph: DocumentNode, names: ReadonlyMap<string, Protective>, read: ReadonlySet<DirectiveNode>): string | undefined {
  let stray: string | undefined
  visit(supergraph, {
    Directive(node) {
      if (names.has(node.name.value) && !read.has(node)) stray ??= node.name.value
    },
  })
  return stray
}
