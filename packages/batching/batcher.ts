import { underNoDeadline } from '@agora/deadline/deadline.ts'

/** How batches are made. */
export interface BatcherOptions<Item, Answer> {
  /** Does one batch and answers in its order. An Error in an answer's place rejects that item alone. */
  readonly flush: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>
  /** Whether a rejection of `flush` would meet every item alone as well. @default none: each item is tried once more, alone */
  readonly sharesFate?: (error: unknown) => boolean
  /** The most items of a batch. @default 200 */
  readonly maxBatch?: number
  /** For how long an item waits for others, in milliseconds, when the last batch showed that there are some; who is alone never waits. @default 1 */
  readonly lingerMs?: number
  /** The most batches under way at once. @default 2 */
  readonly concurrent?: number
  /** More than so many items do not wait. @default 10_000 */
  readonly maxWaiting?: number
}

/** Does together what is asked together. */
export interface Batcher<Item, Answer> {
  /** The item's answer. Rejects with BatcherFull, with the signal's reason when it aborts before the item's turn, or with what `flush` failed with. */
  add(item: Item, signal?: AbortSignal): Promise<Answer>
  /** How many items wait for their turn. */
  readonly waiting: number
}

/** Too many wait already. */
export class BatcherFull extends Error {
  override readonly name = 'BatcherFull'
}

interface Entry<Item, Answer> {
  readonly item: Item
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Makes a batcher: while batches are under way the queue grows, and all that has come goes with the next one. What a batch costs beside its items is most of
 * the cost where they are few: under load a millisecond of patience halves it.
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  const { maxBatch = 200, concurrent = 2, maxWaiting = 10_000, lingerMs = 1 } = options
  let queue: Entry<Item, Answer>[] = []
  let underWay = 0
  let armed = false
  let inCompany = false

  // A batch is everybody's: it must not end with the wait of the one who happened to begin it.
  const pump = underNoDeadline((): void => {
    armed = false
    while (underWay < concurrent) {
      const batch = stillWanted(queue.slice(0, maxBatch))
      queue = queue.slice(maxBatch)
      if (batch.length > 0) {
        underWay += 1
        inCompany = batch.length > 1
        void send(batch, options).then(() => {
          underWay -= 1
          pump()
        })
      } else if (queue.length === 0) return
    }
  })
  const add = (item: Item, signal?: AbortSignal): Promise<Answer> => {
    if (queue.length >= maxWaiting) return Promise.reject(new BatcherFull(`${queue.length} items wait already`))
    return new Promise((resolve, reject) => {
      queue.push({ item, signal, resolve, reject })
      if (armed || underWay >= concurrent) return
      // Not at once: what else arrives in this turn of the event loop goes along.
      armed = true
      if (inCompany && lingerMs > 0) setTimeout(pump, lingerMs)
      else setImmediate(pump)
    })
  }
  return {
    add,
    get waiting() {
      return queue.length
    },
  }
}

async function send<Item, Answer>(batch: readonly Entry<Item, Answer>[], options: BatcherOptions<Item, Answer>): Promise<void> {
  try {
    settle(batch, await options.flush(batch.map(({ item }) => item)))
  } catch (error) {
    if (batch.length === 1 || options.sharesFate?.(error) === true) for (const { reject } of batch) reject(error)
    else for (const entry of batch) if (stillWanted([entry]).length > 0) await send([entry], options)
  }
}

function stillWanted<Item, Answer>(entries: readonly Entry<Item, Answer>[]): Entry<Item, Answer>[] {
  return entries.filter(({ signal, reject }) => {
    if (signal?.aborted !== true) return true
    reject(signal.reason)
    return false
  })
}

function settle<Item, Answer>(batch: readonly Entry<Item, Answer>[], answers: readonly (Answer | Error)[]): void {
  if (answers.length !== batch.length) throw new TypeError(`A batch of ${batch.length} was given ${answers.length} answers`)
  for (const [index, { resolve, reject }] of batch.entries()) {
    const answer = answers[index]
    if (answer instanceof Error) reject(answer)
    else resolve(answer as Answer)
  }
}
