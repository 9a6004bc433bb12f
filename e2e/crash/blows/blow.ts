/** How something is struck. */
export const hows = {
  /** kill -9, and a new start. */
  kill: 'kill -9',
  /** SIGTERM, and a new start. */
  terminate: 'SIGTERM',
  /** SIGSTOP, and SIGCONT after a while: a zombie that wakes. */
  freeze: 'SIGSTOP',
  /** Its connections to the database break, and new ones are refused for a while. */
  cut: 'cut from the database',
  /** Nothing passes between it and the database for a while; then all of it arrives. */
  stall: 'held up before the database',
  /** Calls to it are held up for a while, and arrive late. */
  delay: 'calls to it held up',
  /** One of the processes of the database server is killed: the server recovers by itself. */
  backend: 'kill -9 of a backend',
} as const

/** How something is struck. */
export type How = keyof typeof hows

/** When something is struck. */
export type Moment =
  /** After a pause. */
  | { readonly kind: 'after'; readonly ms: number }
  /** As soon as an event of this type is committed in the store of this domain. */
  | { readonly kind: 'event'; readonly domain: 'orders' | 'payments'; readonly type: string }
  /** As soon as products has answered a step. */
  | { readonly kind: 'step'; readonly step: 'reserve' | 'commit' | 'release' | 'restock' }

/** One thing that is done to the shop. */
export interface Blow {
  readonly moment: Moment
  /** A process by its name, `orders` for whichever owns most orders then, `database` or `broker`. */
  readonly target: string
  readonly how: How
  /** How long it is away, in milliseconds; what is killed is started again after it. */
  readonly forMs: number
  /** It falls when whatever was struck before is back: what it does is of nothing else. @default false */
  readonly alone?: boolean
}

const shownMoment = (moment: Moment): string => {
  if (moment.kind === 'after') return `after ${moment.ms} ms`
  return moment.kind === 'event' ? `at ${moment.type}` : `at products’ ${moment.step}`
}

/** A blow for a person to read. */
export const shownBlow = ({ moment, target, how, forMs }: Blow): string => `${target} ${hows[how]} ${shownMoment(moment)}, for ${forMs} ms`
