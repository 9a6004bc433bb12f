import { fail, ok, type Result } from '@agora/errors/result.ts'

/** What the values of an attribute are. */
export type AttributeKind = 'TEXT' | 'NUMBER' | 'BOOLEAN' | 'LIST'

/** What an attribute key means. */
export interface AttributeDefinition {
  readonly key: string
  readonly label: string
  readonly kind: AttributeKind
  readonly unit: string | null
  readonly facet: boolean
  readonly position: number
}

/** A value as it is kept in `product.attributes`. */
export type AttributeValue = string | number | boolean | readonly string[]

/** A value as the graph takes it: one field of four. */
export interface AttributeInput {
  readonly key: string
  readonly text?: string | null | undefined
  readonly number?: number | null | undefined
  readonly boolean?: boolean | null | undefined
  readonly list?: readonly string[] | null | undefined
}

/** An attribute as the graph shows it. */
export type Attribute =
  | { readonly __typename: 'TextAttribute'; readonly key: string; readonly label: string; readonly text: string }
  | { readonly __typename: 'NumberAttribute'; readonly key: string; readonly label: string; readonly number: number; readonly unit: string | null }
  | { readonly __typename: 'BooleanAttribute'; readonly key: string; readonly label: string; readonly boolean: boolean }
  | { readonly __typename: 'ListAttribute'; readonly key: string; readonly label: string; readonly list: readonly string[] }

/** Why attributes were refused, with the place of the one at fault. */
export interface AttributeFault {
  readonly index: number
  readonly message: string
}

/** The keys that attributes and options may have. It begins with a letter, so nothing that objects inherit by underscores fits. */
export const KEY = /^[a-z][a-z0-9_]{0,39}$/

const fieldOf = { TEXT: 'text', NUMBER: 'number', BOOLEAN: 'boolean', LIST: 'list' } as const

/** What is to be kept for these inputs, or the first fault. A Map, as keys come from outside. */
export function readAttributes(
  inputs: readonly AttributeInput[],
  definitions: ReadonlyMap<string, AttributeDefinition>,
): Result<ReadonlyMap<string, AttributeValue>, AttributeFault> {
  const values = new Map<string, AttributeValue>()
  for (const [index, input] of inputs.entries()) {
    const definition = definitions.get(input.key)
    if (definition === undefined) return fail({ index, message: `No attribute \`${input.key}\` is defined` })
    if (values.has(input.key)) return fail({ index, message: `The attribute \`${input.key}\` is given twice` })
    const field = fieldOf[definition.kind]
    const value = input[field] ?? undefined
    const others = Object.values(fieldOf).some((other) => other !== field && (input[other] ?? undefined) !== undefined)
    if (value === undefined || others)
      return fail({ index, message: `The attribute \`${input.key}\` is a ${definition.kind}: give \`${field}\` and nothing else` })
    values.set(input.key, Array.isArray(value) ? [...new Set(value)] : value)
  }
  return ok(values)
}

/** The kept attributes as the graph shows them, in the order of the definitions. A value that its definition no longer fits is left out. */
export function showAttributes(kept: string, definitions: Iterable<AttributeDefinition>): Attribute[] {
  const values = new Map<string, AttributeValue>(Object.entries(JSON.parse(kept)))
  const shown: Attribute[] = []
  for (const definition of definitions) {
    const value = values.get(definition.key)
    const attribute = value === undefined ? undefined : show(definition, value)
    if (attribute !== undefined) shown.push(attribute)
  }
  return shown
}

function show({ key, label, kind, unit }: AttributeDefinition, value: AttributeValue): Attribute | undefined {
  if (kind === 'TEXT' && typeof value === 'string') return { __typename: 'TextAttribute', key, label, text: value }
  if (kind === 'NUMBER' && typeof value === 'number') return { __typename: 'NumberAttribute', key, label, number: value, unit }
  if (kind === 'BOOLEAN' && typeof value === 'boolean') return { __typename: 'BooleanAttribute', key, label, boolean: value }
  if (kind === 'LIST' && typeof value === 'object') return { __typename: 'ListAttribute', key, label, list: value }
  return undefined
}
