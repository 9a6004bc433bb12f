import assert from 'node:assert/strict'

type Answer<Event, Refusal> = { readonly ok: true; readonly value: readonly Event[] } | { readonly ok: false; readonly error: Refusal }

/** What a specification is written against; every decider of the event store is one. */
interface Decides<State, Command, Event, Refusal> {
  readonly initial: State
  readonly evolve: (state: State, event: Event) => State
  readonly decide: (command: Command, state: State) => Answer<Event, Refusal>
}

/** What can be said of the answer to a command. */
export interface Outcome<Event> {
  /** Exactly these events happen. */
  thenHappens(events: readonly Event[]): void
  /** The command is refused by this code, and nothing happens. */
  thenRefuses(code: string): void
}

/** A history, and the command that is given after it. */
export interface Specification<Command, Event> {
  when(command: Command): Outcome<Event>
}

const codeOf = (refusal: unknown): unknown => (typeof refusal === 'object' && refusal !== null && 'code' in refusal ? refusal.code : refusal)

/**
 * Writes a decision down as an example: `specOf(order).given([placed]).when(cancel).thenHappens([cancelled])`.
 * A refusal is compared by its `code`, or as a whole where it is a word itself.
 */
export function specOf<State, Command, Event, Refusal>({
  initial,
  evolve,
  decide,
}: Decides<State, Command, Event, Refusal>): {
  given(history: readonly Event[]): Specification<Command, Event>
} {
  return {
    given: (history) => ({
      when(command) {
        const answer = decide(command, history.reduce(evolve, initial))
        return {
          thenHappens: (events) => assert.deepEqual(answer, { ok: true, value: events }),
          thenRefuses: (code) => assert.deepEqual(answer.ok ? answer : codeOf(answer.error), code),
        }
      },
    }),
  }
}
