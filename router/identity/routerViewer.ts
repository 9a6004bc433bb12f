import type { Anonymous, Principal } from '@agora/security/viewer.ts'

/** A viewer with what only the router reads of the access token. */
export type RouterViewer = Anonymous | TokenHolder

/** Somebody whose access token was verified here. */
export interface TokenHolder extends Principal {
  /** Policies that the token claims are true of its holder; absent where the config names no claim for them, and never told to subgraphs. */
  readonly policies?: readonly string[]
  /** The application that the token was given to; absent where the config names no claim for it, and never told to subgraphs. */
  readonly client?: string
}
