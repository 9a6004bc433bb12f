/** Lets work in while there is room for it, in the order in which it came. */
export interface Gate {
  /** Undefined where there is room at once, else a promise of the turn: false when the signal was aborted before it came, and then there is nothing to leave. */
  enter(size: number, signal: AbortSignal): Promise<boolean> | undefined
  /** Makes room of this size again. */
  leave(size: number): void
  /** What is inside, in the unit of the sizes. */
  held(): number
  /** How many wait. */
  waiting(): number
}

interface Waiting {
  readonly size: number
  readonly go: () => void
}

interface Room {
  readonly size: number
  /** In the order in which they came. */
  readonly queue: Set<Waiting>
  held: number
}

/** A gate with this much room. What is larger than all of it goes in alone. */
export function createGate(size: number): Gate {
  const room: Room = { size, queue: new Set(), held: 0 }
  return {
    enter(wanted, signal) {
      if (signal.aborted) return Promise.resolve(false)
      if (room.queue.size > 0 || !fits(room, wanted)) return turnOf(room, wanted, signal)
      room.held += wanted
      return undefined
    },
    leave(left) {
      room.held -= left
      letIn(room)
    },
    held: () => room.held,
    waiting: () => room.queue.size,
  }
}

const fits = ({ size, held }: Room, wanted: number): boolean => held === 0 || held + wanted <= size

function letIn(room: Room): void {
  for (const first of room.queue) {
    if (!fits(room, first.size)) return
    room.queue.delete(first)
    room.held += first.size
    first.go()
  }
}

function turnOf(room: Room, size: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = (): void => {
      room.queue.delete(waiting)
      resolve(false)
      // Whoever stood behind it may be smaller.
      letIn(room)
    }
    const go = (): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(true)
    }
    const waiting: Waiting = { size, go }
    room.queue.add(waiting)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
