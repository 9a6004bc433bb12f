/** Nothing that is passed on unread is meant to be nested deeper; what is would overflow the stack of whoever writes it down. */
export const MAX_NESTING = 64

/** Takes the keys `__proto__` out of a value of a subgraph's that is passed on unread; false when it is nested too deep. */
export function cleanJson(value: unknown, levels: number = MAX_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__')
  return Object.values(value).every((item) => cleanJson(item, levels - 1))
}
