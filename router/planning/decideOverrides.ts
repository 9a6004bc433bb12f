import { createHash } from 'node:crypto'

/** What of a request decides which subgraph is asked for fields that move from one to another. */
export interface OverrideGrounds {
  /**
   * Whose request it is: the same key sees the same side of every `percent(x)`, and one that sees the new side at 5 % sees it at 10 %, too.
   * The viewer's subject, or for nobody in particular something of the request's own.
   */
  readonly key: string
  /** Says which of the labels that are no percentages hold. */
  readonly decide: (labels: readonly string[]) => ReadonlySet<string> | Promise<ReadonlySet<string>>
}

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/
const NONE: ReadonlySet<string> = new Set()

/** Which of the labels that an operation reaches hold for a request. */
export async function decideOverrides(reached: readonly string[], { key, decide }: OverrideGrounds): Promise<ReadonlySet<string>> {
  if (reached.length === 0) return NONE
  const custom = reached.filter((label) => percentageOf(label) === undefined)
  const decided = custom.length === 0 ? NONE : await decide(custom)
  const share = shareOf(key)
  return new Set(
    reached.filter((label) => {
      const percentage = percentageOf(label)
      return percentage === undefined ? decided.has(label) : share < percentage
    }),
  )
}

/** The x of `percent(x)`, 0 to 100; undefined for any other label. */
export function percentageOf(label: string): number | undefined {
  const percentage = PERCENT.exec(label)?.[1]
  return percentage === undefined ? undefined : Number(percentage)
}

/** Where among a hundred a key stands: at least 0, below 100, evenly spread. */
function shareOf(key: string): number {
  return (createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48) * 100
}
