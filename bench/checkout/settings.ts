/** A variable that the bench gives its processes. */
export function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: this process is started by the bench`)
  return value
}
