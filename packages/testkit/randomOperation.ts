import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

/** An operation that fits a schema, with its variables. */
export interface RandomOperation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** How the operations of a schema are made. */
export interface RandomOperationOptions {
  /** @default query */
  readonly root?: 'query' | 'mutation'
  /** Names of fields that are asked for as often as all others of their object together. */
  readonly favourites?: ReadonlySet<string>
  /** Fields that are never asked for. */
  readonly without?: readonly string[]
  /** Values of scalars by name, in the place of texts. */
  readonly values?: Readonly<Record<string, readonly unknown[]>>
}

interface Draft extends Required<Omit<RandomOperationOptions, 'root'>> {
  readonly schema: GraphQLSchema
  /** A number from 0 to `below` - 1. */
  readonly draw: (below: number) => number
  readonly definitions: string[]
  readonly variables: Record<string, unknown>
  readonly fragments: string[]
  /** Response names with what they stand for, so that no two of one name are in conflict. */
  readonly names: Map<string, number>
}

const MAX_DEPTH = 5

/**
 * Makes the operation that a list of numbers stands for: aliases, arguments by literal and by variable, defaults, `@skip` and
 * `@include`, inline and named fragments on objects, interfaces and unions.
 */
export function randomOperation(
  schema: GraphQLSchema,
  choices: readonly number[],
  { root = 'query', favourites = new Set(), without = [], values = {} }: RandomOperationOptions = {},
): RandomOperation {
  let position = 0
  const draw = (below: number): number => (below <= 1 ? 0 : (choices[position++] ?? 0) % below)
  const draft: Draft = { schema, favourites, without, values, draw, definitions: [], variables: {}, fragments: [], names: new Map() }
  const type = root === 'query' ? schema.getQueryType() : schema.getMutationType()
  if (type === undefined || type === null) throw new Error(`The schema has no ${root}`)
  const body = selection(draft, type, 0)
  const header = draft.definitions.length === 0 ? '' : `(${draft.definitions.join(', ')})`
  return { query: `${root} Random${header} ${body}${draft.fragments.map((text) => `\n${text}`).join('')}`, variables: draft.variables }
}

function selection(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { draw, schema, without, favourites } = draft
  const fields = isUnionType(type) ? [] : Object.values(type.getFields()).filter(({ name }) => !without.includes(name))
  const usable = depth >= MAX_DEPTH ? fields.filter((field) => !isComposite(field)) : fields
  const favoured = favourites.size === 0 ? [] : usable.filter(({ name }) => favourites.has(name))
  const parts: string[] = []
  const count = usable.length === 0 ? 0 : 1 + draw(4)
  for (let i = 0; i < count; i++) {
    const from = favoured.length > 0 && draw(2) === 0 ? favoured : usable
    const field = from[draw(from.length)]
    if (field !== undefined) parts.push(fieldText(draft, field, depth))
  }
  if (draw(3) === 0 || parts.length === 0) parts.push('__typename')
  const conditions = isAbstractType(type) ? [...schema.getPossibleTypes(type), ...(isInterfaceType(type) ? [type] : [])] : [type]
  if (depth < MAX_DEPTH && (isAbstractType(type) || draw(4) === 0)) {
    for (let i = draw(isAbstractType(type) ? 4 : 2); i > 0; i--) {
      const condition = conditions[draw(conditions.length)]
      if (condition !== undefined) parts.push(fragmentText(draft, condition, depth + 1))
    }
  }
  return `{ ${parts.join(' ')} }`
}

const isComposite = (field: GraphQLField<unknown, unknown>): boolean => {
  const type = getNamedType(field.type)
  return isObjectType(type) || isAbstractType(type)
}

function fieldText(draft: Draft, field: GraphQLField<unknown, unknown>, depth: number): string {
  const type = getNamedType(field.type)
  const serial = draft.names.size
  draft.names.set(`${field.name}${serial}`, serial)
  // Fields with arguments or of several types must not share a name; the others sometimes do, so that selections are merged.
  const plain = field.args.length === 0 && draft.draw(2) === 0 && !isComposite(field)
  const alias = plain ? '' : `${field.name}${serial}: `
  const given = field.args.flatMap((argument) => argumentText(draft, argument))
  const below = isObjectType(type) || isAbstractType(type) ? ` ${selection(draft, type, depth + 1)}` : ''
  return `${alias}${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}${condition(draft)}${below}`
}

function fragmentText(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const body = selection(draft, type, depth)
  if (draft.draw(2) === 0) return `... on ${type.name}${condition(draft)} ${body}`
  const name = `F${draft.fragments.length}`
  draft.fragments.push(`fragment ${name} on ${type.name} ${body}`)
  return `...${name}${condition(draft)}`
}

function condition(draft: Draft): string {
  const choice = draft.draw(8)
  if (choice > 1) return ''
  const directive = choice === 0 ? '@skip' : '@include'
  const value = draft.draw(2) === 0
  if (draft.draw(2) === 0) return ` ${directive}(if: ${value})`
  return ` ${directive}(if: $${declare(draft, 'Boolean!', value)})`
}

function declare(draft: Draft, type: string, value: unknown): string {
  const name = `v${draft.definitions.length}`
  draft.definitions.push(`$${name}: ${type}`)
  if (value !== undefined) draft.variables[name] = value
  return name
}

function argumentText(draft: Draft, argument: GraphQLArgument): string[] {
  const required = isNonNullType(argument.type) && argument.defaultValue === undefined
  const way = draft.draw(required ? 2 : 5)
  const value = inputValue(draft, argument.type)
  if (way === 0) return [`${argument.name}: ${literal(value, argument.type)}`]
  if (way === 1) return [`${argument.name}: $${declare(draft, String(argument.type), value)}`]
  if (way === 2 && !isNonNullType(argument.type)) {
    const name = `v${draft.definitions.length}`
    draft.definitions.push(`$${name}: ${String(argument.type)} = ${literal(value, argument.type)}`)
    if (draft.draw(2) === 0) draft.variables[name] = inputValue(draft, argument.type)
    return [`${argument.name}: $${name}`]
  }
  if (way === 3 && !isNonNullType(argument.type)) return [`${argument.name}: $${declare(draft, String(argument.type), undefined)}`]
  return []
}

const texts = ['', 'one', '"quoted"\n', 'zwei ü', '__proto__']

function inputValue(draft: Draft, type: GraphQLInputType): unknown {
  const { draw } = draft
  if (isNonNullType(type)) return nonNullValue(draft, type.ofType as GraphQLInputType)
  return draw(5) === 0 ? null : nonNullValue(draft, type)
}

function nonNullValue(draft: Draft, type: GraphQLInputType): unknown {
  const { draw } = draft
  if (isListType(type)) return Array.from({ length: draw(3) }, () => inputValue(draft, type.ofType as GraphQLInputType))
  if (isEnumType(type)) return type.getValues()[draw(type.getValues().length)]?.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => (isNonNullType(field.type) && field.defaultValue === undefined) || draw(2) === 0)
    return Object.fromEntries(fields.map((field) => [field.name, inputValue(draft, field.type)]))
  }
  const name = getNamedType(type).name
  const listed = draft.values[name]
  if (listed !== undefined) return listed[draw(listed.length)]
  if (name === 'Int') return draw(7) - 3
  if (name === 'Float') return (draw(9) - 4) / 2
  if (name === 'Boolean') return draw(2) === 0
  return texts[draw(texts.length)]
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (value === null || value === undefined) return 'null'
  if (isNonNullType(type)) return literal(value, type.ofType as GraphQLInputType)
  if (isListType(type)) return `[${(value as unknown[]).map((item) => literal(item, type.ofType as GraphQLInputType)).join(', ')}]`
  if (isEnumType(type)) return String(value)
  if (isInputObjectType(type)) {
    const fields = type.getFields()
    return `{${Object.entries(value as object)
      .map(([name, item]) => `${name}: ${literal(item, fields[name]?.type ?? type)}`)
      .join(', ')}}`
  }
  return anyLiteral(value)
}

function anyLiteral(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(anyLiteral).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}: ${anyLiteral(item)}`)
    .join(', ')}}`
}
