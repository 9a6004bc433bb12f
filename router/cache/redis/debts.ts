/** What was to be made stale and is not yet. */
export interface Debts {
  readonly size: number
  /** From now on it is tried again and again. */
  owe(tags: readonly string[]): void
  close(): void
}

/** How debts are paid. */
export interface DebtsOptions {
  /** Makes tags stale; answers whether it is done. */
  readonly pay: (tags: readonly string[]) => Promise<boolean>
  /** Tags that cover everything; they stand for all others when those become too many. */
  readonly everything: readonly string[]
  /** @default 10 000 */
  readonly most?: number
  /** Milliseconds between tries. @default 50 */
  readonly everyMs?: number
}

/** Remembers what is owed until it is paid. */
export function createDebts({ pay, everything, most = 10_000, everyMs = 50 }: DebtsOptions): Debts {
  // By when it was owed: what is owed once more while it is being paid stays owed.
  const owed = new Map<string, number>()
  let count = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const add = (tags: readonly string[]): void => {
    count += 1
    for (const tag of tags) owed.set(tag, count)
  }
  const settle = async (): Promise<void> => {
    const paying = [...owed]
    if (await pay(paying.map(([tag]) => tag))) {
      for (const [tag, at] of paying) if (owed.get(tag) === at) owed.delete(tag)
    }
    timer = undefined
    begin()
  }
  const begin = (): void => {
    if (owed.size > 0 && !isClosed) timer ??= setTimeout(() => void settle(), everyMs).unref()
  }
  return {
    get size() {
      return owed.size
    },
    owe(tags) {
      add(tags)
      if (owed.size > most) {
        owed.clear()
        add(everything)
      }
      begin()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
