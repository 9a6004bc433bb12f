const SECONDS = /^\d{1,9}$/

/**
 * How long `Retry-After` asks to wait, in milliseconds; undefined where it says nothing that can be understood. It holds seconds or a date:
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @param now milliseconds since 1970
 */
export function retryAfterMs(value: string | readonly string[] | undefined, now: number): number | undefined {
  if (typeof value !== 'string') return undefined
  if (SECONDS.test(value)) return Number(value) * 1000
  // Dates of HTTP begin with the name of a day; `Date.parse` would take much else for one.
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
