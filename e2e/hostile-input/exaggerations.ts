import { readFileSync } from 'node:fs'

import { buildSchema, isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField, type GraphQLInputType } from 'graphql'

import { newId } from '@agora/ids/typeId.ts'

import type { RootField } from '../access/rootFields.ts'

const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))

/** An operation in which one input is beyond every reason and all others are harmless. */
export interface Exaggeration {
  /** Which input, such as `SignInInput.email`. */
  readonly place: string
  /** What it was given, shortened. */
  readonly given: string
  readonly query: string
}

interface Extreme {
  readonly place: string
  readonly given: string
  readonly literal: string
}

/** A literal that is harmless, and those that are not. */
interface Literals {
  readonly harmless: string
  readonly extremes: readonly Extreme[]
}

const long = (length: number): string => JSON.stringify('x'.repeat(length))
const LONG = long(20_000)
const MANY = 101
const BIGGEST = 2_147_483_647
const DEEPEST = 4

const leaves: Readonly<Record<string, readonly [harmless: string, ...extremes: string[]]>> = {
  Int: ['1', String(BIGGEST), String(-BIGGEST - 1)],
  Boolean: ['false'],
  String: ['""', LONG],
  ID: ['"none"', LONG],
  BigInt: ['"1"', '"9223372036854775808"', '"-9223372036854775809"', `"${'9'.repeat(20_000)}"`],
  DateTime: ['"2026-01-01T00:00:00.000Z"', LONG],
}

/** Longer than is long elsewhere: a picture. */
const LONGER: Readonly<Record<string, string>> = { 'AddProductMediaInput.data': long(400_000) }

/** Where the house names only the first fault, another input must not be the first. */
const HARMLESS: Readonly<Record<string, string>> = {
  'AddCartItemInput.variantId': JSON.stringify(newId('Variant')),
  'UpdateCartLineInput.lineId': JSON.stringify(newId('CartLine')),
  'MergeCartInput.guestToken': '"not.a.token"',
  'AddOrderNoteInput.orderId': JSON.stringify(newId('Order')),
  'CancelOrderInput.orderId': JSON.stringify(newId('Order')),
  'CancelSagaInput.orderId': JSON.stringify(newId('Order')),
  'RetrySagaInput.orderId': JSON.stringify(newId('Order')),
  'RefundOrderInput.orderId': JSON.stringify(newId('Order')),
  'AddOrderNoteInput.idempotencyKey': '"a-harmless-key"',
  'CancelOrderInput.idempotencyKey': '"a-harmless-key"',
  'CancelSagaInput.idempotencyKey': '"a-harmless-key"',
  'RetrySagaInput.idempotencyKey': '"a-harmless-key"',
  'RefundOrderInput.idempotencyKey': '"a-harmless-key"',
  'AddOrderNoteInput.text': '"a note"',
  'RefundLineInput.lineId': JSON.stringify(newId('OrderLine')),
}

const shortened = (literal: string): string => (literal.length > 30 ? `${literal.length} characters` : literal)

interface Place {
  readonly place: string
  readonly type: GraphQLInputType
  readonly required: boolean
}

function literalsOf({ place, type }: Pick<Place, 'place' | 'type'>, depth = 0): Literals {
  if (isNonNullType(type)) return literalsOf({ place, type: type.ofType }, depth)
  if (isListType(type)) {
    const one = literalsOf({ place, type: type.ofType }, depth)
    const many = { place, given: `${MANY} of them`, literal: `[${Array.from({ length: MANY }, () => one.harmless).join(', ')}]` }
    return { harmless: '[]', extremes: [many, ...within(one.extremes, (literal) => `[${literal}]`)] }
  }
  if (isEnumType(type)) return { harmless: type.getValues()[0]?.name ?? 'null', extremes: [] }
  if (!isInputObjectType(type)) {
    const [harmless, ...extremes] = leaves[type.name] ?? ['""']
    const extreme = (literal: string): Extreme => ({
      place,
      given: shortened(literal),
      literal: literal === LONG ? (LONGER[place] ?? LONG) : literal,
    })
    return { harmless: HARMLESS[place] ?? harmless, extremes: extremes.map(extreme) }
  }
  if (depth > DEEPEST) return { harmless: '{}', extremes: [] }
  const fields = Object.values(type.getFields()).map((field) => ({
    name: field.name,
    place: `${type.name}.${field.name}`,
    type: field.type,
    required: isRequiredInputField(field),
  }))
  const { harmless, extremes } = oneAtATime(fields, depth)
  return { harmless: `{ ${harmless} }`, extremes: within(extremes, (literal) => `{ ${literal} }`) }
}

const within = (extremes: readonly Extreme[], wrap: (literal: string) => string): Extreme[] =>
  extremes.map(({ literal, ...rest }) => ({ ...rest, literal: wrap(literal) }))

/** `name: value` pairs, of which at most one is extreme. */
function oneAtATime(fields: readonly (Place & { readonly name: string })[], depth: number): Literals {
  const known = fields.map((field) => ({ ...field, literals: literalsOf(field, depth + 1) }))
  const usual = known.filter(({ required }) => required)
  const pairs = (but?: string): string[] => usual.filter(({ name }) => name !== but).map(({ name, literals }) => `${name}: ${literals.harmless}`)
  return {
    harmless: pairs().join(', '),
    extremes: known.flatMap(({ name, literals }) => within(literals.extremes, (literal) => [...pairs(name), `${name}: ${literal}`].join(', '))),
  }
}

/** Every input of a root field, one after the other, longer, larger or more than anybody needs. */
export function exaggerationsOf({ kind, name }: RootField): readonly Exaggeration[] {
  const field = (kind === 'query' ? api.getQueryType() : api.getMutationType())?.getFields()[name]
  const args = (field?.args ?? []).map((argument) => ({
    name: argument.name,
    place: `${name}.${argument.name}`,
    type: argument.type,
    required: isNonNullType(argument.type),
  }))
  const selection = kind === 'query' ? '__typename' : 'userErrors { field }'
  const { extremes } = oneAtATime(args, 0)
  return extremes.map(({ place, given, literal }) => ({ place, given, query: `${kind} { answer: ${name}(${literal}) { ${selection} } }` }))
}
