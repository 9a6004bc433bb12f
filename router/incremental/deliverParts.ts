/** What of an answer comes after its first part. It is read once; whoever stops reading gives it up. */
export interface FurtherParts<Part> {
  readonly parts: readonly Part[]
  readonly hasNext: boolean
}

/** Parts that become ready together, for they wait for the same. */
export interface ReadyParts<Waiting, Part> {
  readonly parts: readonly Part[]
  /** What these make wait. */
  readonly waiting: readonly Waiting[]
}

/** What parts are delivered with. */
export interface DeliverOptions<Waiting, Part> {
  readonly first: readonly Waiting[]
  /** What parts wait for: those with the same key become ready together. */
  readonly keyOf: (waiting: Waiting) => string
  /** Makes parts of what waits for the same. Rejects for bugs alone. */
  readonly ready: (group: readonly Waiting[]) => Promise<ReadyParts<Waiting, Part>>
  /** When it is aborted, nobody reads on. */
  readonly signal: AbortSignal
  /** Called once, when nobody reads on or everything was read. */
  readonly stop: () => void
}

/**
 * Hands out parts as they become ready, several at once where the reader is slower than they come. Everything that waits is begun at once; `hasNext` is exact, for it is known
 * what waits. After an abort the parts end without a word.
 */
export function deliverParts<Waiting, Part>(options: DeliverOptions<Waiting, Part>): AsyncIterable<FurtherParts<Part>> {
  const { signal, stop } = options
  let changed = Promise.withResolvers<void>()
  const wake = (): void => changed.resolve()
  const queue = startQueue(options, wake)
  signal.addEventListener('abort', wake)
  const end = (): IteratorReturnResult<undefined> => {
    signal.removeEventListener('abort', wake)
    stop()
    return { done: true, value: undefined }
  }
  const iterator: AsyncIterator<FurtherParts<Part>, undefined> = {
    async next() {
      while (!signal.aborted && !queue.isOver()) {
        if (queue.fault !== null) throw (end(), queue.fault.error)
        const parts = queue.take()
        if (parts.length > 0) return { done: false, value: { parts, hasNext: !queue.isOver() } }
        await changed.promise
        changed = Promise.withResolvers()
      }
      return end()
    },
    return: async () => end(),
  }
  return { [Symbol.asyncIterator]: () => iterator }
}

interface Queue<Part> {
  /** The first bug. */
  fault: { readonly error: unknown } | null
  /** All that is ready. */
  take(): Part[]
  /** Whether nothing is ready and nothing waits. */
  isOver(): boolean
}

function startQueue<Waiting, Part>(
  { first, keyOf, ready }: Pick<DeliverOptions<Waiting, Part>, 'first' | 'keyOf' | 'ready'>,
  wake: () => void,
): Queue<Part> {
  let done: Part[] = []
  let waiting = 0
  const queue: Queue<Part> = {
    fault: null,
    take() {
      const taken = done
      done = []
      return taken
    },
    isOver: () => queue.fault === null && waiting + done.length === 0,
  }
  const begin = (all: readonly Waiting[]): void => {
    waiting += all.length
    for (const group of Map.groupBy(all, keyOf).values()) {
      ready(group)
        .then((made) => {
          begin(made.waiting)
          waiting -= group.length
          done = [...done, ...made.parts]
        })
        .catch((error: unknown) => (queue.fault ??= { error }))
        .finally(wake)
    }
  }
  begin(first)
  return queue
}

/** The same parts with each piece changed on its way; whoever stops reading stops the source. */
export function mapParts<From, To>(source: AsyncIterable<From>, change: (piece: From) => To): AsyncIterable<To> {
  return {
    [Symbol.asyncIterator]() {
      const from = source[Symbol.asyncIterator]()
      return {
        async next() {
          const piece = await from.next()
          return piece.done === true ? { done: true, value: undefined } : { done: false, value: change(piece.value) }
        },
        async return() {
          await from.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
