import { addMissing, place, type Projecting } from './faults.ts'
import type { FieldShape } from './shape.ts'

/** Makes of a gathered value what the answer shows; null for a null, and for what null had to become, which `run` then knows. */
export type Complete = (value: unknown, run: Projecting) => unknown

/** A null of a field that must not be one: says so, unless a fault below did, and where. `from` is the number of faults before the field. */
export function lost(run: Projecting, from: number, field: FieldShape): null {
  if (run.count === from) addMissing(run, field.coordinate)
  place(run, from, field.key)
  return null
}

/** Why something is no object of a type. */
export function noObject(type: string): string {
  return `What stands for an object of ${type} is none`
}

/** Why something is no list. */
export function noList(coordinate: string): string {
  return `What stands for the list of ${coordinate} is none`
}

/** Why an object's type cannot be told. */
export function noType(type: string): string {
  return `An object of ${type} does not say which type that clients know it is of`
}
