import { Kind, type ConstDirectiveNode, type ConstValueNode, type DirectiveNode, type DocumentNode, type TypeDefinitionNode } from 'graphql'

import { parseFieldSet, textArguments } from '../planning/fieldSets.ts'
import { directiveName, linksOf } from '../supergraph/links.ts'
import { namedType } from '../supergraph/namedType.ts'
import { rootTypesOf } from '../supergraph/rootTypes.ts'
import { holdsForAll } from './publicSelections.ts'

/** What a supergraph says about who may be given a copy of a field's value, and for how long. */
export interface FieldHint {
  /** Whether viewers with equal permissions see the same: everything else is for one viewer alone. */
  readonly isPublic: boolean
  /** Seconds; undefined where nothing is said, which is the parent's for leaves and none for all else. `Infinity` takes the parent's. */
  readonly maxAge: number | undefined
  /** Whether it has fields of its own. */
  readonly isComposite: boolean
  /** The name of the type that it returns, without lists. */
  readonly returns: string
}

/** The hints of a supergraph's fields. */
export interface CacheHints {
  /** Undefined for a field that the supergraph does not know. */
  of(type: string, field: string): FieldHint | undefined
  /** Seconds that an object of a type may be kept, where it is asked for as an entity; undefined where nothing is said. */
  maxAgeOf(type: string): number | undefined
  /** The name of the type that operations of this kind begin at. */
  rootType(operation: 'query' | 'mutation' | 'subscription'): string
  /**
   * Whether a field may be shared as a client asks for it: it is public itself, and so is all that a planner may have to ask for on its account, the keys of
   * its type and what it `@requires`. A policy is asked about a viewer, so what hangs on one is never shared.
   */
  isPublicForClients(type: string, field: string): boolean
}

type Own = { readonly scope: 'PUBLIC' | 'PRIVATE' | undefined; readonly maxAge: number | undefined }
type Composite = Extract<TypeDefinitionNode, { readonly kind: Kind.OBJECT_TYPE_DEFINITION | Kind.INTERFACE_TYPE_DEFINITION }>

const NOTHING: Own = { scope: undefined, maxAge: undefined }

/**
 * Reads `@cacheControl` as it is linked. The scope of a field is its own, else that of the type it returns, else, for scalars and enums, that of its parent
 * type, else PRIVATE. What an interface's field says holds only where each implementer's says so too.
 */
export function readCacheHints(supergraph: DocumentNode): CacheHints {
  const own = ownHints(nameOf(supergraph, 'cacheControl'))
  const types = new Map(
    supergraph.definitions.flatMap((node) =>
      'name' in node && node.name !== undefined ? [[node.name.value, node as TypeDefinitionNode] as const] : [],
    ),
  )
  const composites = [...types.values()].filter(isComposite)
  const hints = new Map<string, Map<string, FieldHint>>()
  for (const type of composites)
    hints.set(type.name.value, new Map((type.fields ?? []).map((field) => [field.name.value, hintOf(field, { type, types, own })])))
  for (const type of composites) for (const face of type.interfaces ?? []) narrow(hints.get(face.name.value), hints.get(type.name.value))
  const roots = rootTypesOf(supergraph)
  const of: CacheHints['of'] = (type, field) => hints.get(type)?.get(field)
  const rootType: CacheHints['rootType'] = (operation) => roots[operation]
  const policies = { directive: nameOf(supergraph, 'policy'), types: guardedTypes(supergraph) }
  const forClients = new Map(composites.map((type) => [type.name.value, publicForClients(type, { hints: { of, rootType }, policies })]))
  for (const type of composites)
    for (const face of type.interfaces ?? []) keepCommon(forClients.get(face.name.value), forClients.get(type.name.value))
  const maxAgeOf = (name: string): number | undefined => {
    const type = types.get(name)
    return type === undefined ? undefined : own(type).maxAge
  }
  return { of, maxAgeOf, rootType, isPublicForClients: (type, field) => forClients.get(type)?.has(field) === true }
}

function hintOf(
  field: NonNullable<Composite['fields']>[number],
  {
    type,
    types,
    own,
  }: {
    readonly type: Composite
    readonly types: ReadonlyMap<string, TypeDefinitionNode>
    readonly own: (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) => Own
  },
): FieldHint {
  const returns = namedType(field.type)
  const returned = types.get(returns)
  const isLeaf = returned === undefined || returned.kind === Kind.SCALAR_TYPE_DEFINITION || returned.kind === Kind.ENUM_TYPE_DEFINITION
  const said = own(field)
  const ofReturned = returned === undefined ? NOTHING : own(returned)
  const scope = said.scope ?? ofReturned.scope ?? (isLeaf ? own(type).scope : undefined)
  return { isPublic: scope === 'PUBLIC', maxAge: said.maxAge ?? ofReturned.maxAge, isComposite: !isLeaf, returns }
}

/** An object may be of any implementer's type, so the strictest counts. */
function narrow(face: Map<string, FieldHint> | undefined, implementer: ReadonlyMap<string, FieldHint> | undefined): void {
  for (const [name, hint] of face ?? []) {
    if (hint.isPublic && implementer?.get(name)?.isPublic !== true) face?.set(name, { ...hint, isPublic: false })
  }
}

function keepCommon(face: Set<string> | undefined, implementer: ReadonlySet<string> | undefined): void {
  for (const name of face ?? []) if (implementer?.has(name) !== true) face?.delete(name)
}

interface Policies {
  readonly directive: string
  /** The types that carry it. */
  readonly types: ReadonlySet<string>
}

/** The fields of a type that may be shared as clients ask for them. */
function publicForClients(
  type: Composite,
  { hints, policies }: { readonly hints: Pick<CacheHints, 'of' | 'rootType'>; readonly policies: Policies },
): Set<string> {
  const holds = (on: string, field: string): boolean => hints.of(on, field)?.isPublic === true
  const isPublic = (fieldSet: string): boolean => holdsForAll(parseFieldSet(fieldSet), type.name.value, { hints, holds })
  if (policies.types.has(type.name.value) || !textArguments(type.directives, 'join__type', 'key').every(isPublic)) return new Set()
  const fields = (type.fields ?? []).filter(
    (field) =>
      holds(type.name.value, field.name.value) &&
      !hasDirective(field, policies.directive) &&
      !policies.types.has(namedType(field.type)) &&
      textArguments(field.directives, 'join__field', 'requires').every(isPublic),
  )
  return new Set(fields.map(({ name }) => name.value))
}

function guardedTypes(supergraph: DocumentNode): Set<string> {
  const policy = nameOf(supergraph, 'policy')
  return new Set(
    supergraph.definitions.flatMap((node) => ('name' in node && node.name !== undefined && hasDirective(node, policy) ? [node.name.value] : [])),
  )
}

function hasDirective({ directives = [] }: { readonly directives?: readonly DirectiveNode[] | undefined }, name: string): boolean {
  return directives.some((directive) => directive.name.value === name)
}

/** What the supergraph calls the directive that gives a specification its name. */
function nameOf(supergraph: DocumentNode, specification: string): string {
  return directiveName(
    linksOf(supergraph).find(({ name }) => name === specification),
    specification,
  )
}

function ownHints(name: string): (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) => Own {
  return ({ directives = [] }) => {
    const directive = directives.find((candidate) => candidate.name.value === name)
    if (directive === undefined) return NOTHING
    const argument = (wanted: string): ConstValueNode | undefined => directive.arguments?.find((candidate) => candidate.name.value === wanted)?.value
    const scope = argument('scope')
    const maxAge = argument('maxAge')
    const inherit = argument('inheritMaxAge')
    const inherits = inherit?.kind === Kind.BOOLEAN && inherit.value
    return {
      scope: scope?.kind === Kind.ENUM && (scope.value === 'PUBLIC' || scope.value === 'PRIVATE') ? scope.value : undefined,
      maxAge: maxAge?.kind === Kind.INT ? Number(maxAge.value) : inherits ? Infinity : undefined,
    }
  }
}

function isComposite(node: TypeDefinitionNode): node is Composite {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
}
