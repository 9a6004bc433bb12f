/** The first line that says something of what was thrown: composition reports every fault with its place. */
export function sentenceOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n')
  return lines.find((line) => line.trim() !== '')?.trim() ?? 'unknown reason'
}
