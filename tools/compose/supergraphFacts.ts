import { isTypeDefinitionNode, Kind, parse, print, type ConstDirectiveNode, type FieldDefinitionNode, type TypeDefinitionNode } from 'graphql'

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined }
type Fields = { readonly fields?: readonly FieldDefinitionNode[] | undefined }

const named = (node: Directed, name: string): readonly ConstDirectiveNode[] => node.directives?.filter((d) => d.name.value === name) ?? []

/** Scopes and policies are sets of sets: their order means nothing, so it is taken away. */
function normalValue(text: string): string {
  if (!/^\[\s*\[/.test(text)) return text
  const sets: unknown = JSON.parse(text)
  return Array.isArray(sets) ? JSON.stringify(sets.map((set: unknown) => (Array.isArray(set) ? set.toSorted() : set)).toSorted()) : text
}

/** A selection of fields means the same however it is spaced. */
const FIELD_SETS = new Set(['key', 'requires', 'provides'])
const compact = (text: string): string => text.replaceAll(/\s*([{}])\s*/g, '$1')

/** A directive with its arguments in one order; `false` for a flag is the same as nothing said, `resolvable: true` too. */
function directiveFact({ name, arguments: given = [] }: ConstDirectiveNode): string {
  const said = given.map(({ name: { value: key }, value }) => {
    const text = normalValue(print(value))
    return [key, FIELD_SETS.has(key) ? compact(text) : text] as const
  })
  const meant = said
    .filter(([key, value]) => value !== 'false' || key === 'resolvable')
    .filter(([key, value]) => key !== 'resolvable' || value !== 'true')
  return `@${name.value}(${meant
    .map(([key, value]) => `${key}: ${value}`)
    .toSorted()
    .join(', ')})`
}

const facts = (node: Directed): string[] => (node.directives ?? []).map(directiveFact)

/** Where a field lives. A field without `@join__field` lives in every subgraph that has its type. */
function fieldFacts(type: TypeDefinitionNode & Fields, field: FieldDefinitionNode): string[] {
  const owners = new Set(
    named(type, 'join__type').flatMap(({ arguments: given = [] }) => given.filter((a) => a.name.value === 'graph').map((a) => print(a.value))),
  )
  const implied = named(field, 'join__field').length > 0 ? [] : [...owners].map((graph) => `@join__field(graph: ${graph})`)
  const path = `${type.name.value}.${field.name.value}`
  const places = field.arguments?.map((argument) => `${path}(${argument.name.value}: ${print(argument.type)})`) ?? []
  return [`${path}: ${print(field.type)}`, ...places, ...[...implied, ...facts(field)].map((fact) => `${path} ${fact}`)]
}

function typeFacts(type: TypeDefinitionNode): string[] {
  const own = [`${type.kind} ${type.name.value}`, ...facts(type).map((fact) => `${type.name.value} ${fact}`)]
  if (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    return [...own, ...(type.fields ?? []).flatMap((field) => fieldFacts(type, field))]
  }
  if (type.kind === Kind.ENUM_TYPE_DEFINITION) {
    return [...own, ...(type.values ?? []).flatMap((value) => facts(value).map((fact) => `${type.name.value}.${value.name.value} ${fact}`))]
  }
  return own
}

/**
 * What a supergraph says to a router, as sorted sentences that two composers must have in common whatever they print: which subgraph
 * has which type by which key, where each field is resolved and what it requires or provides, which element is protected, hidden,
 * tagged or shared, and which specifications are linked for what. Left out: descriptions, order, and definitions of the join machinery.
 */
export function supergraphFacts(sdl: string): string[] {
  const found = parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind === Kind.SCHEMA_DEFINITION) return facts(definition).map((fact) => `schema ${fact}`)
    if (!isTypeDefinitionNode(definition)) return []
    const machinery = /^(link|join)__/.test(definition.name.value) && definition.name.value !== 'join__Graph'
    return machinery ? [] : typeFacts(definition)
  })
  return [...new Set(found)].toSorted()
}

/** The facts that only one of two supergraphs states; empty when they agree. */
export function disagreement(one: string, other: string): { readonly onlyOne: string[]; readonly onlyOther: string[] } {
  const [left, right] = [supergraphFacts(one), supergraphFacts(other)]
  const [inLeft, inRight] = [new Set(left), new Set(right)]
  return { onlyOne: left.filter((fact) => !inRight.has(fact)), onlyOther: right.filter((fact) => !inLeft.has(fact)) }
}
