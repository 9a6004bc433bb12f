import type { Result } from '@agora/errors/result.ts'

import type { NewEvent } from './event.ts'

/** The pure centre of an event-sourced thing: what may happen to it, and what it is after that. */
export interface Decider<State, Command, Event extends NewEvent, Refusal> {
  /** Before anything has happened. */
  readonly initial: State
  /** The state after one more event. Never refuses: what happened, happened. */
  readonly evolve: (state: State, event: Event) => State
  /** What happens when the command is given in this state, or why it may not be given. */
  readonly decide: (command: Command, state: State) => Result<readonly Event[], Refusal>
}

/** The half of a decider that rebuilds a state. */
export type Evolution<State, Event extends NewEvent> = Pick<Decider<State, never, Event, unknown>, 'initial' | 'evolve'>

/** The state that a history leads to. */
export function fold<State, Event extends NewEvent>({ initial, evolve }: Evolution<State, Event>, events: readonly Event[]): State {
  return events.reduce(evolve, initial)
}
