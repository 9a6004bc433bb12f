const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/

/** What every object inherits: a key of that name must be the object's own to count. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Whether an object without the key would still answer something for it. */
export function isInherited(key: string): boolean {
  return INHERITED.has(key)
}

/** A value of gathered data, never an inherited one. */
export function valueOf(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return INHERITED.has(key) && !Object.hasOwn(object, key) ? undefined : object[key]
}

/** Writes a key so that it becomes the object's own, whatever it is called. */
export function setValue(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}

/** A name as source text. Names are all that generated source takes from documents: anything else throws. */
export function quoted(name: string): string {
  if (!NAME.test(name)) throw new TypeError('Only names may become source text')
  return JSON.stringify(name)
}

/** Source that reads a key of a variable; `own` must be in scope. */
export function readSource(variable: string, key: string): string {
  return isInherited(key) ? `own(${variable},${quoted(key)})` : `${variable}[${quoted(key)}]`
}

/** Source that writes a key; `put` must be in scope. */
export function writeSource(variable: string, key: string, value: string): string {
  return key === '__proto__' ? `put(${variable},${quoted(key)},${value})` : `${variable}[${quoted(key)}]=${value}`
}

/** Source of a key in an object literal. */
export function keySource(key: string): string {
  return key === '__proto__' ? `[${quoted(key)}]` : quoted(key)
}
