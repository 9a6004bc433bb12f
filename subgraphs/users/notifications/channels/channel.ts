/** How messages travel. */
export const channelNames = ['EMAIL', 'SMS', 'PUSH'] as const

/** One of them. */
export type ChannelName = (typeof channelNames)[number]

/** A message as a channel is handed it. */
export interface Message {
  /** The same however often the message is handed over, so that a second copy can be recognised. */
  readonly key: string
  /** An address, a number, or the `sub` of an account, as the channel needs it. */
  readonly to: string
  /** What the reader is called, where a channel says it. */
  readonly name: string | null
  readonly subject: string
  readonly body: string
  readonly correlationId: string
}

/**
 * What became of handing a message over. `sent`: somebody else took it and answers for it from now on. `kept`: it lies in the development inbox.
 * `later`: it may pass, try again. `refused`: it never will.
 */
export type Delivery = { readonly outcome: 'sent' | 'kept' } | { readonly outcome: 'later' | 'refused'; readonly code: string }

/** A way to hand messages over. Never throws; answers within a minute. */
export interface Channel {
  deliver(message: Message): Promise<Delivery>
  close(): void
}

/** The channels of a process; one that is not configured is absent. */
export type Channels = Readonly<Partial<Record<ChannelName, Channel>>>
