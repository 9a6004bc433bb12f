import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

type Field = GraphQLField<unknown, unknown>

const ownTypes = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))

const fieldsOf = (type: GraphQLNamedType): Field[] => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [])

/** Every element of the schema that a reader may ask about, with its place: `Type`, `Type.field`, `Type.field(argument:)`. */
function elements(type: GraphQLNamedType): (readonly [place: string, description: string | null | undefined])[] {
  const fields = fieldsOf(type).flatMap((field) => [
    [`${type.name}.${field.name}`, field.description] as const,
    ...field.args.map((argument) => [`${type.name}.${field.name}(${argument.name}:)`, argument.description] as const),
  ])
  const members = isEnumType(type) ? type.getValues() : isInputObjectType(type) ? Object.values(type.getFields()) : []
  const root = ['Query', 'Mutation', 'Subscription'].includes(type.name)
  return [
    ...(root ? [] : [[type.name, type.description] as const]),
    ...fields,
    ...members.map(({ name, description }) => [`${type.name}.${name}`, description] as const),
  ]
}

/** Elements that nobody has described. The three root types explain themselves. */
export function undescribed(schema: GraphQLSchema): string[] {
  return ownTypes(schema)
    .flatMap(elements)
    .filter(([, description]) => !description?.trim())
    .map(([place]) => `${place} has no description`)
}

const listed = ({ type }: GraphQLArgument | GraphQLInputField): boolean => isListType(isNonNullType(type) ? type.ofType : type)

/** List inputs whose description does not say how long they may be. */
export function unboundedLists(schema: GraphQLSchema): string[] {
  const inputs = ownTypes(schema).flatMap((type): (readonly [string, GraphQLArgument | GraphQLInputField])[] => {
    if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const)
    return fieldsOf(type).flatMap((field) => field.args.map((argument) => [`${type.name}.${field.name}(${argument.name}:)`, argument] as const))
  })
  const unbounded = inputs.filter(([, input]) => listed(input) && !/\d|at most one/i.test(input.description ?? ''))
  return unbounded.map(([place]) => `${place} is a list whose description says no bound, such as "at most 100"`)
}

/** Mutations that do not take exactly one `input: XInput!`, or nothing when there is nothing to say, and answer `XPayload!` with `userErrors: [XUserError!]!`. */
export function mutationFaults(schema: GraphQLSchema): string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) => {
    const { name, args, type } = field
    const place = `Mutation.${name}`
    const base = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const [input] = args
    const single = args.length === 1 && input?.name === 'input' && String(input.type) === `${base}Input!`
    const payload = isNonNullType(type) ? type.ofType : undefined
    const refusals = isObjectType(payload) ? String(payload.getFields()['userErrors']?.type) : ''
    return [
      ...(single || args.length === 0 ? [] : [`${place} takes exactly one argument, input: ${base}Input!`]),
      ...(String(type) === `${base}Payload!` ? [] : [`${place} answers ${base}Payload!, not ${String(type)}`]),
      ...(/^\[[A-Za-z]+UserError!\]!$/.test(refusals) ? [] : [`${place}'s payload needs userErrors: [XUserError!]!`]),
    ]
  })
}

/** An order that a newer release has written to cannot be read by an older one ([ADR 24](../../docs/adr/0024-lists-and-reports-are-read-by-checkpoint.md)). */
const NULLABLE_ITEMS: ReadonlySet<string> = new Set(['Order'])

function connectionFaults(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  if (!isObjectType(type) || !type.name.endsWith('Connection')) return []
  const item = type.name.slice(0, -'Connection'.length)
  const edge = schema.getType(`${item}Edge`)
  const inEdge = isObjectType(edge) ? edge.getFields() : {}
  // One of a list may be null, with an error at its place, where that must not cost the rest of the page: then in both ways of reading it.
  const node = NULLABLE_ITEMS.has(item) ? item : `${item}!`
  const wanted = { edges: `[${item}Edge!]!`, nodes: `[${node}]!`, pageInfo: 'PageInfo!', totalCount: 'Int' }
  return [
    ...Object.entries(wanted).flatMap(([name, shape]) =>
      String(type.getFields()[name]?.type) === shape ? [] : [`${type.name}.${name} must be ${shape}`],
    ),
    ...(String(inEdge['cursor']?.type) === 'String!' ? [] : [`${item}Edge.cursor must be String!`]),
    ...(String(inEdge['node']?.type) === node ? [] : [`${item}Edge.node must be ${node}`]),
  ]
}

/** Connections that are not shaped like the others, and fields that answer one without `first` and `after`. */
export function pagingFaults(schema: GraphQLSchema): string[] {
  const fields = ownTypes(schema).flatMap((type) => fieldsOf(type).map((field) => [type.name, field] as const))
  const unpaged = fields
    .filter(([, { type }]) => /Connection!?$/.test(String(type)))
    .flatMap(([owner, { name, args }]) => {
      const missing = ['first', 'after'].filter((wanted) => !args.some((argument) => argument.name === wanted))
      return missing.map((wanted) => `${owner}.${name} answers a connection and must take ${wanted}`)
    })
  return [...ownTypes(schema).flatMap((type) => connectionFaults(schema, type)), ...unpaged]
}
