import { buildSchema, type GraphQLSchema } from 'graphql'

/** Draws a number from 0 to `below` - 1. */
export type Draw = (below: number) => number

/** Draws numbers that look random; the same seed draws the same ones. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    const once = Math.imul(state ^ (state >>> 15), state | 1)
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61))
    return Math.floor((((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const LEAVES = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Mood', 'Json']
const OBJECTS = ['A', 'B', 'C', 'D']
const INTERFACES = ['Named', 'Aged']
const COMPOSITES = [...OBJECTS, ...INTERFACES, 'Either']
const FIELDS = Array.from({ length: 10 }, (_, i) => `f${i}`)

/** Keys that a client may give its fields; some are names of what every object inherits. */
const ALIASES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'a', 'b', 'c']

/** A schema with its operations in mind: a name stands for the same type wherever it is, so that no two selections are in conflict. */
export function randomSchema(draw: Draw): GraphQLSchema {
  const types = FIELDS.map(
    (name, i) => `${name}: ${wrapped(draw, i < 4 ? pick(draw, LEAVES) : i < 9 ? pick(draw, COMPOSITES) : pick(draw, OBJECTS))}`,
  )
  const some = (): string[] => types.filter((_, i) => i === 0 || draw(2) === 0)
  const interfaces = INTERFACES.map((name) => ({ name, fields: some() }))
  const objects = OBJECTS.map((name, nth) => {
    const implemented = interfaces.filter((_, i) => i === nth || draw(2) === 0)
    const fields = new Set([...implemented.flatMap((one) => one.fields), ...some()])
    const implementing = implemented.length === 0 ? '' : ` implements ${implemented.map((one) => one.name).join(' & ')}`
    return `type ${name}${implementing} { ${[...fields].join(' ')} }`
  })
  const members = OBJECTS.filter((_, i) => i === 0 || draw(2) === 0)
  return buildSchema(`
    scalar Json
    enum Mood { GLAD SAD }
    type Query { ${types.join(' ')} }
    ${interfaces.map(({ name, fields }) => `interface ${name} { ${fields.join(' ')} }`).join('\n')}
    ${objects.join('\n')}
    union Either = ${members.join(' | ')}
  `)
}

function wrapped(draw: Draw, type: string): string {
  const own = `${type}${draw(2) === 0 ? '!' : ''}`
  const list = draw(3) === 0 ? `[${own}]${draw(2) === 0 ? '!' : ''}` : own
  return draw(8) === 0 ? `[${list}]${draw(2) === 0 ? '!' : ''}` : list
}

const MAX_DEPTH = 4

/** Variables of the operations that `randomSelections` makes. */
export const FLAGS = ['x', 'y', 'constructor']

/** An operation of a schema of `randomSchema`: merged and aliased fields, conditions, fragments on everything they may be on. */
export function randomSelections(schema: GraphQLSchema, draw: Draw): string {
  const aliasOf = new Map(FIELDS.map((name, i) => [name, ALIASES[(i + draw(ALIASES.length)) % ALIASES.length] ?? name]))
  const taken = new Set<string>()
  for (const [name, alias] of aliasOf)
    if (taken.has(alias)) aliasOf.delete(name)
    else taken.add(alias)
  const fragments: string[] = []
  const condition = (): string => {
    const choice = draw(10)
    if (choice > 3) return ''
    const value = draw(3) === 0 ? String(draw(2) === 0) : `$${pick(draw, FLAGS)}`
    return choice % 2 === 0 ? ` @include(if: ${value})` : ` @skip(if: ${value})`
  }
  const field = (name: string, type: string, depth: number): string => {
    const alias = aliasOf.get(name)
    const key = alias !== undefined && draw(3) === 0 ? `${alias}: ` : ''
    return `${key}${name}${condition()}${LEAVES.includes(type) ? '' : ` ${selection(type, depth + 1)}`}`
  }
  const selection = (type: string, depth: number): string => {
    const named = schema.getType(type)
    const fields = named !== undefined && 'getFields' in named ? Object.entries(named.getFields()) : []
    const usable = fields.map(([name, { type: answered }]) => [name, String(answered).replaceAll(/[[\]!]/g, '')] as const)
    const shallow = depth < MAX_DEPTH ? usable : usable.filter(([, answered]) => LEAVES.includes(answered))
    const parts = Array.from({ length: shallow.length === 0 ? 0 : 1 + draw(depth === 0 ? 6 : 4) }, () => field(...pick(draw, shallow), depth))
    if (parts.length === 0 || draw(5) === 0) parts.push(`__typename${condition()}`)
    if (depth < MAX_DEPTH) for (let i = draw(3); i > 0; i--) parts.push(fragment(type, depth + 1))
    return `{ ${shuffled(draw, parts).join(' ')} }`
  }
  const fragment = (type: string, depth: number): string => {
    const on = type === 'Query' ? type : fitting(schema, type)[draw(fitting(schema, type).length)]
    const again = fragments[draw(fragments.length * 3)]
    if (again?.startsWith(`fragment F${fragments.indexOf(again)} on ${on} `) === true) return `...${again.split(' ')[1]}${condition()}`
    const body = selection(on ?? type, depth)
    if (draw(2) === 0) return `... on ${on}${condition()} ${body}`
    const name = `F${fragments.length}`
    fragments.push(`fragment ${name} on ${on} ${body}`)
    return `...${name}${condition()}`
  }
  const text = [selection('Query', 0), ...fragments].join('\n')
  const declared = FLAGS.filter((name) => text.includes(`$${name}`)).map((name) => `$${name}: Boolean!`)
  return `query ${declared.length === 0 ? '' : `(${declared.join(' ')})`} ${text}`
}

/** Conditions that objects of a type may fulfil. */
function fitting(schema: GraphQLSchema, type: string): string[] {
  const possible = (name: string): string[] => {
    const named = schema.getType(name)
    return named !== undefined && ('getTypes' in named || !('isTypeOf' in named))
      ? schema.getPossibleTypes(named as never).map((one) => one.name)
      : [name]
  }
  const own = new Set(possible(type))
  return COMPOSITES.filter((name) => possible(name).some((one) => own.has(one)))
}

function pick<Item>(draw: Draw, items: readonly Item[]): Item {
  const item = items[draw(items.length)]
  if (item === undefined) throw new RangeError('There is nothing to pick from')
  return item
}

function shuffled(draw: Draw, parts: readonly string[]): string[] {
  const left = [...parts]
  return parts.map(() => left.splice(draw(left.length), 1)[0] ?? '')
}
