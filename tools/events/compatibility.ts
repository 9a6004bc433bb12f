/** A JSON Schema, as far as `z.toJSONSchema` writes one for our events. */
export type JsonSchema = Readonly<Record<string, unknown>>

const ANNOTATIONS = new Set(['$schema', '$id', 'title', 'description', 'default', 'examples', 'additionalProperties'])
const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const
const STRUCTURE = new Set<string>(['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', ...LOWER_BOUNDS, ...UPPER_BOUNDS])

/**
 * What a schema of the same version must not become, each as one sentence. Everything that was valid must stay valid, and everything that
 * a reader may count on must stay there; a new property that may be missing is welcome, and so are wider bounds.
 */
export function incompatibilities(before: JsonSchema, after: JsonSchema, path = 'data'): string[] {
  if (before['anyOf'] !== undefined || after['anyOf'] !== undefined) return variantFaults(before, after, path)
  return [
    ...typeFaults(before, after, path),
    ...valueFaults(before, after, path),
    ...boundFaults(before, after, path),
    ...propertyFaults(before, after, path),
    ...itemFaults(before, after, path),
    ...otherFaults(before, after, path),
  ]
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value)
const schemaAt = (value: unknown): JsonSchema => (isSchema(value) ? value : {})
const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const variantsOf = (schema: JsonSchema): readonly JsonSchema[] => (schema['anyOf'] === undefined ? [schema] : listAt(schema['anyOf']).map(schemaAt))

function variantFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const now = variantsOf(after)
  return variantsOf(before).flatMap((variant) => {
    const attempts = now.map((candidate) => incompatibilities(variant, candidate, path))
    if (attempts.some((faults) => faults.length === 0)) return []
    return attempts.toSorted((one, other) => one.length - other.length)[0] ?? [`${path} accepts nothing any more`]
  })
}

const typesOf = (schema: JsonSchema): readonly unknown[] => (Array.isArray(schema['type']) ? schema['type'] : [schema['type']])

function typeFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const is = typesOf(after)
  if (is.includes(undefined)) return []
  const taken = (type: unknown): boolean => is.includes(type) || (type === 'integer' && is.includes('number'))
  const lost = typesOf(before).filter((type) => !taken(type))
  return lost.map((type) => `${path} no longer takes ${type === undefined ? 'a value of any type' : `the type ${String(type)}`}`)
}

const allowed = (schema: JsonSchema): readonly unknown[] | undefined =>
  schema['const'] !== undefined ? [schema['const']] : schema['enum'] === undefined ? undefined : listAt(schema['enum'])

function valueFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [was, is] = [allowed(before), allowed(after)]
  if (is === undefined) return []
  if (was === undefined) return [`${path} took any value and takes ${is.length} only`]
  return was.filter((value) => !is.includes(value)).map((value) => `${path} no longer takes ${JSON.stringify(value)}`)
}

function boundFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const narrower = (keyword: string, sign: number): string[] => {
    const [was, is] = [before[keyword], after[keyword]]
    const stays = typeof is !== 'number' || (typeof was === 'number' && sign * (was - is) >= 0)
    return stays ? [] : [`${path} has a narrower ${keyword}: ${String(was ?? 'none')} before, ${is} now`]
  }
  return [...LOWER_BOUNDS.flatMap((keyword) => narrower(keyword, 1)), ...UPPER_BOUNDS.flatMap((keyword) => narrower(keyword, -1))]
}

function propertyFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [was, is] = [schemaAt(before['properties']), schemaAt(after['properties'])]
  const [had, has] = [new Set(listAt(before['required'])), new Set(listAt(after['required']))]
  return [
    ...Object.keys(was).flatMap((name) =>
      Object.hasOwn(is, name) ? incompatibilities(schemaAt(was[name]), schemaAt(is[name]), `${path}.${name}`) : [`${path}.${name} is gone`],
    ),
    ...Object.keys(is).flatMap((name) => (has.has(name) && !had.has(name) ? [`${path}.${name} must be there, and was not before`] : [])),
    ...Object.keys(was).flatMap((name) => (had.has(name) && !has.has(name) && Object.hasOwn(is, name) ? [`${path}.${name} may be missing now`] : [])),
  ]
}

function itemFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  if (after['items'] === undefined) return []
  return before['items'] === undefined
    ? [`the items of ${path} took anything`]
    : incompatibilities(schemaAt(before['items']), schemaAt(after['items']), `${path}[]`)
}

/** Patterns, formats and what nobody here can compare: they may be dropped, never changed. */
function otherFaults(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const others = Object.keys(after).filter((keyword) => !ANNOTATIONS.has(keyword) && !STRUCTURE.has(keyword))
  return others.flatMap((keyword) => (same(before[keyword], after[keyword]) ? [] : [`${path} has another ${keyword}`]))
}
