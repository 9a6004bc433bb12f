/** Keys whose values never reach a log, wherever they stand up to three levels deep. */
const SECRETS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'guestToken',
  'secret',
  'email',
  'connectionString',
])
const CENSORED = '[redacted]'
const LEVELS = 3

type Fields = Readonly<Record<string, unknown>>

/** The same fields with `[redacted]` in place of secrets; the very same object where there are none. Errors are left to their serializer. */
export function censor<Value extends object>(fields: Value, levels = LEVELS): Value {
  let copy: Record<string, unknown> | undefined
  for (const key in fields) {
    if (!Object.hasOwn(fields, key)) continue
    const value = (fields as Fields)[key]
    const shown = SECRETS.has(key) ? CENSORED : levels > 1 && isNested(value) ? censor(value, levels - 1) : value
    if (shown !== value) (copy ??= Array.isArray(fields) ? (fields.slice() as never) : { ...(fields as Fields) })[key] = shown
  }
  return (copy ?? fields) as Value
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error)
}

/** An error for the log without what PostgreSQL quotes of a row that it refused, which may be anybody's address; message and constraint say what was wrong. */
export function censorError(error: Fields): Fields {
  const { detail, where } = error
  const rows = { ...(detail === undefined ? {} : { detail: CENSORED }), ...(where === undefined ? {} : { where: CENSORED }) }
  return censor({ ...error, ...rows })
}
