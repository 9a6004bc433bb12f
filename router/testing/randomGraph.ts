import fc from 'fast-check'
import {
  buildSchema,
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

import { DIRECTIVES } from './authorize.ts'

/** Draws from a tape of numbers: whatever it decides, shorter tapes and smaller numbers mean less. An exhausted tape says 0. */
type Draw = (below: number) => number

/** A random protected schema, an operation that may fit it, and rights. */
export interface RandomCase {
  readonly sdl: string
  readonly query: string
  readonly scopes: readonly string[]
  readonly policies: readonly string[]
  readonly isAuthenticated: boolean
  readonly variables: Readonly<Record<string, boolean>>
}

const SCOPES = ['a', 'b', 'c']
const POLICIES = ['p', 'q']
const OBJECTS = ['A', 'B', 'C', 'D']
const LEAVES = ['String', 'S', 'E']
const FIELDS = ['f', 'g', 'h']

/** Random cases; without interfaces every denial has one possible cause. */
export function randomCases({ interfaces }: { readonly interfaces: boolean }): fc.Arbitrary<RandomCase> {
  const tape = (length: number): fc.Arbitrary<number[]> => fc.array(fc.nat(255), { minLength: length, maxLength: length + 30 })
  const graph = fc.tuple(tape(220), tape(120)).map(([types, operation]) => {
    const sdl = randomSchema(drawFrom(types), interfaces ? ['I', 'J'] : [])
    return { sdl, query: randomOperation(drawFrom(operation), buildSchema(`${DIRECTIVES}${sdl}`)) }
  })
  const rights = fc.record({
    scopes: fc.subarray(SCOPES),
    policies: fc.subarray(POLICIES),
    isAuthenticated: fc.boolean(),
    variables: fc.record({ v: fc.boolean(), w: fc.boolean() }),
  })
  return fc.tuple(graph, rights).map(([some, held]) => ({ ...some, ...held }))
}

function drawFrom(tape: readonly number[]): Draw {
  let at = 0
  return (below) => (tape[at++] ?? 0) % below
}

function randomSchema(draw: Draw, interfaces: readonly string[]): string {
  const one = (list: readonly string[]): string => list[draw(list.length)] ?? ''
  const composites = [...OBJECTS, ...interfaces, ...interfaces, 'U']
  // A field has the same type wherever it stands, so that whatever implements an interface fits it.
  const listed = (type: string): string => (draw(2) === 1 ? `[${type}]` : type)
  const types: Readonly<Record<string, string>> = { f: one(LEAVES), g: listed(one(composites)), h: listed(one([...LEAVES, ...composites])) }
  const field = (name: string): string => `${name}: ${types[name]}${draw(6) === 1 ? '!' : ''}${protection(draw)}`
  const plainField = (name: string): string => `${name}: ${types[name]}${protection(draw)}`
  const object = (name: string, index: number): string => {
    // Somebody implements each interface, else nothing could be found there.
    const implemented = interfaces.filter(() => index === 0 || draw(2) === 1)
    const heading = implemented.length === 0 ? '' : ` implements ${implemented.join(' & ')}`
    return `type ${name}${heading}${protection(draw)} { ${FIELDS.map(field).join(' ')} ${name.toLowerCase()}: S${protection(draw)} }`
  }
  const roots = [...interfaces, 'U', ...OBJECTS].map((name) => `to${name}: ${name}${protection(draw)}`).join(' ')
  return [
    `type Query${protection(draw)} { ${roots} leaf: S${protection(draw)} }`,
    ...interfaces.map((name) => `interface ${name} { f: ${types['f']}${protection(draw)} ${draw(2) === 1 ? plainField('g') : ''} }`),
    ...OBJECTS.map(object),
    'union U = A | B | C',
    `scalar S${protection(draw)}`,
    `enum E${protection(draw)} { ONE }`,
  ].join('\n')
}

function protection(draw: Draw): string {
  const group = (names: readonly string[]): string => {
    const first = draw(names.length)
    return `[${names
      .filter((_, index) => index === first || draw(3) === 1)
      .map((name) => `"${name}"`)
      .join(', ')}]`
  }
  const lists = (names: readonly string[]): string => ['[]', '[[]]', `[${group(names)}, ${group(names)}]`][draw(8)] ?? `[${group(names)}]`
  return ['', ' @authenticated', ` @requiresScopes(scopes: ${lists(SCOPES)})`, ` @policy(policies: ${lists(POLICIES)})`][draw(9)] ?? ''
}

/** It fits the schema but for fields of one key and several types: whoever uses it validates first. */
function randomOperation(draw: Draw, schema: GraphQLSchema): string {
  const one = <Item>(list: readonly Item[]): Item => list[draw(list.length)] as Item
  const composites = Object.values(schema.getTypeMap()).filter(
    (type) => isCompositeType(type) && !type.name.startsWith('__') && type.name !== 'Query',
  )
  let aliases = 0
  const guard = (): string => one(['', '', '', ' @include(if: $v)', ' @skip(if: $w)', ' @include(if: false)'])
  const overlapping = (type: GraphQLCompositeType): GraphQLCompositeType[] =>
    composites.filter((other): other is GraphQLCompositeType => isCompositeType(other) && doTypesOverlap(schema, type, other))
  const set = (type: GraphQLCompositeType, depth: number, spread: number): string =>
    `{ ${Array.from({ length: 1 + draw(3) }, () => selection(type, depth, spread)).join(' ')} }`
  // One on an object type, which may be denied where it is spread; one on anything.
  const fragmentsOn = [one(composites.filter((type) => OBJECTS.includes(type.name))), one(composites)] as GraphQLCompositeType[]
  const selection = (type: GraphQLCompositeType, depth: number, spread: number): string => {
    const how = draw(6)
    const conditions = overlapping(type)
    if (depth > 0 && (how === 1 || (isUnionType(type) && how < 3)) && conditions.length > 0) {
      const condition = one(conditions)
      return `... on ${condition.name}${guard()} ${set(condition, depth - 1, spread)}`
    }
    if (depth > 0 && how === 2) return `...${guard()} ${set(type, depth - 1, spread)}`
    const on = fragmentsOn[spread]
    if (how >= 4 && on !== undefined && type.name !== 'Query' && doTypesOverlap(schema, type, on)) return `...F${spread}${guard()}`
    return field(type, depth, spread)
  }
  const field = (type: GraphQLCompositeType, depth: number, spread: number): string => {
    const alias = draw(5) === 1 ? `x${aliases++}: ` : ''
    const fields = 'getFields' in type ? Object.values(type.getFields()).filter((each) => depth > 0 || !isCompositeType(getNamedType(each.type))) : []
    if (fields.length === 0 || draw(8) === 1) return `${alias}__typename`
    // The abstract ones come first in the root, and are the ones to look at.
    const choice = type.name === 'Query' && draw(2) === 1 ? fields.slice(0, 3) : fields
    const { name, type: returned } = one<GraphQLField<unknown, unknown>>(choice)
    const named = getNamedType(returned)
    return `${alias}${name}${guard()} ${isCompositeType(named) ? set(named, depth - 1, spread) : ''}`
  }
  const query = schema.getQueryType() as GraphQLObjectType
  const roots = Array.from({ length: 1 + draw(4) }, () => field(query, 4, 0)).join(' ')
  const fragments = fragmentsOn.map((type, index) => `fragment F${index} on ${type.name} ${set(type, 2, index + 1)}`)
  return `query Random($v: Boolean!, $w: Boolean!) { ${roots} }\n${fragments.join('\n')}`
}
