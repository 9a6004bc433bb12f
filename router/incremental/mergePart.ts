type Data = Record<string, unknown>

/** Puts a part of an answer where it belongs, as clients do: objects and items that are there already are filled up, copies of all else are put in their place. */
export function mergePart(whole: Data, path: readonly (string | number)[], data: Data): void {
  let at: unknown = whole
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return
    at = (at as Record<string | number, unknown>)[key]
  }
  if (typeof at === 'object' && at !== null) fill(at as Data, data)
}

function fill(target: Data, more: Data): void {
  for (const key of Object.keys(more)) {
    const [before, value] = [Object.hasOwn(target, key) ? target[key] : undefined, more[key]]
    if (isFillable(before) && isFillable(value) && Array.isArray(before) === Array.isArray(value)) fill(before, value)
    else Object.defineProperty(target, key, { value: structuredClone(value), enumerable: true, configurable: true, writable: true })
  }
}

function isFillable(value: unknown): value is Data {
  return typeof value === 'object' && value !== null
}
