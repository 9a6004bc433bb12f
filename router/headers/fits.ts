/** Whether a pattern of the config fits a whole name, whatever its case. */
export function fits(pattern: string): (name: string) => boolean {
  const expression = new RegExp(`^(?:${pattern})$`, 'i')
  return (name) => expression.test(name)
}
