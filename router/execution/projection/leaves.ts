import { isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql'

import { cleanJson, MAX_NESTING } from '../foreignJson.ts'
import { addInvalid, type Projecting } from './faults.ts'

/** The check that lets most values of a leaf pass as they are; `none` where there is none. */
export type LeafCheck = 'string' | 'int' | 'float' | 'boolean' | 'enum' | 'none'

const CHECKS: Readonly<Record<string, LeafCheck>> = { String: 'string', ID: 'string', Int: 'int', Float: 'float', Boolean: 'boolean' }

/** Which check goes with a type. */
export function checkOf(type: GraphQLLeafType): LeafCheck {
  if (isEnumType(type)) return 'enum'
  return isSpecifiedScalarType(type) ? (CHECKS[type.name] ?? 'none') : 'none'
}

/** The names that clients may see of an enum; of a scalar there are none. */
export function valuesOf(type: GraphQLLeafType): ReadonlySet<unknown> {
  return new Set(isEnumType(type) ? type.getValues().map(({ name }) => name) : [])
}

/** Makes the check of a type a function. */
export function passesAs(type: GraphQLLeafType): (value: unknown) => boolean {
  const values = valuesOf(type)
  const checks: Readonly<Record<LeafCheck, (value: unknown) => boolean>> = {
    string: (value) => typeof value === 'string',
    int: (value) => typeof value === 'number' && (value | 0) === value,
    float: (value) => typeof value === 'number' && value - value === 0,
    boolean: (value) => typeof value === 'boolean',
    enum: (value) => values.has(value),
    none: () => false,
  }
  return checks[checkOf(type)]
}

/** A value as its type answers it, exactly as graphql-js would; null, and a fault unless it was null before, where it has no such form. */
export function coerceLeaf(type: GraphQLLeafType, value: unknown, run: Projecting): unknown {
  if (value === null || value === undefined) return null
  try {
    const answered: unknown = type.serialize(value)
    if (answered === null || answered === undefined) return addInvalid(run, `${type.name} answers nothing for the value`)
    if (cleanJson(answered)) return answered
    return addInvalid(run, `A value of ${type.name} is nested deeper than ${MAX_NESTING} levels`)
  } catch (error) {
    return addInvalid(run, error instanceof Error ? error.message : String(error))
  }
}
