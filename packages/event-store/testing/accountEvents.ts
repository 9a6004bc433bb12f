import type { Result } from '@agora/errors/result.ts'
import { fail, ok } from '@agora/errors/result.ts'

import type { Decider } from '../decider.ts'
import type { EventCatalogue, EventMetadata } from '../event.ts'

/** Events of an account that holds points; what this package's own specs store. */
export type AccountEvent =
  | { readonly type: 'account.opened'; readonly data: { readonly owner: string } }
  | { readonly type: 'account.credited'; readonly data: { readonly points: number; readonly reason: string } }

/** A balance, and how many events led to it. */
export interface Account {
  readonly open: boolean
  readonly points: number
  readonly events: number
}

/** What may be asked of an account. */
export type AccountCommand = { readonly kind: 'open'; readonly owner: string } | { readonly kind: 'credit'; readonly points: number }

/** A small decider with one refusal. */
export const account: Decider<Account, AccountCommand, AccountEvent, { readonly code: string }> = {
  initial: { open: false, points: 0, events: 0 },
  evolve: (state, event) => ({
    open: true,
    points: state.points + (event.type === 'account.credited' ? event.data.points : 0),
    events: state.events + 1,
  }),
  decide: (command, state): Result<AccountEvent[], { readonly code: string }> => {
    if (command.kind === 'open') return ok([{ type: 'account.opened', data: { owner: command.owner } }])
    if (!state.open) return fail({ code: 'NOT_OPEN' })
    return ok([credited(command.points)])
  },
}

/** An event that stands for any. */
export const credited = (points: number): AccountEvent => ({ type: 'account.credited', data: { points, reason: 'given' } })

/** The catalogue of those events. `account.credited` had no reason in its first version. */
export const accountCatalogue: EventCatalogue = {
  versionOf: (type) => (type === 'account.credited' ? 2 : 1),
  check(type, data) {
    if (!type.startsWith('account.') || typeof data !== 'object') throw new TypeError(`${type} cannot be stored`)
  },
  upcast(type, schemaVersion, data) {
    if (type === 'account.opened' && schemaVersion === 1) return data
    if (type !== 'account.credited' || schemaVersion > 2) return undefined
    return schemaVersion === 2 ? data : { ...(data as object), reason: 'unknown' }
  },
  topicOf: () => 'accounts',
}

/** A cause that stands for any. */
export const metadata: EventMetadata = { correlationId: 'req_1', causationId: null, actor: 'usr_1' }
