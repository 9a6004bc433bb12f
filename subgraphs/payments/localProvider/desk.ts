import { randomBytes } from 'node:crypto'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Outcome, ProviderPayment, Refusal } from './account.ts'
import { strikes, type Flags } from './flags.ts'
import type { Vault } from './vault.ts'

/** What the operations work with. */
export interface DeskParts {
  readonly vault: Vault
  /** Where buyers' browsers find this process. */
  readonly publicUrl: () => string
  readonly secret: string
  readonly clock: () => Date
  /** A number from 0 to 1. */
  readonly draw: () => number
}

/** What an operation answers. */
export type Done = Result<ProviderPayment, Refusal>

/** The idempotency key of a request, and the request that it belongs to. */
export interface RequestKey {
  readonly name: string
  readonly request: string
}

/** Why a payment is not found. */
export const missing: Refusal = { status: 404, code: 'not_found', message: 'There is no such payment' }

const reused: Refusal = { status: 409, code: 'idempotency_key_reused', message: 'The key was used for another request' }

/** A new id: those of one kind sort by birth. */
export const serial = (prefix: string, now: Date): string =>
  `${prefix}_${now.getTime().toString(16).padStart(12, '0')}${randomBytes(8).toString('hex')}`

/** Keeps what came of an operation, in one transaction with its key and its webhooks. */
export interface Desk {
  found(id: string): Done
  /** Does it once a key; asked again it answers how the payment stands now, and with another request it refuses. */
  once(key: RequestKey, work: () => Done): Done
  /** Keeps what came of a change, and the webhooks that tell of it. */
  settle(outcome: Outcome, flags: Flags): Done
  announce(payment: ProviderPayment, type: string, flags: Flags): void
}

/** Opens it. */
export function createDesk({ vault, clock, draw }: DeskParts): Desk {
  const desk: Desk = {
    found(id) {
      const payment = vault.payment(id)
      return payment === undefined ? fail(missing) : ok(payment)
    },
    once: (key, work) =>
      vault.inTransaction(() => {
        const known = vault.key(key.name)
        if (known !== undefined) return known.request === key.request ? desk.found(known.paymentId) : fail(reused)
        const done = work()
        if (done.ok) vault.takeKey(key.name, key.request, done.value.id)
        return done
      }),
    settle(outcome, flags) {
      if ('refusal' in outcome) return fail(outcome.refusal)
      vault.keep(outcome.payment)
      if (outcome.event !== null) desk.announce(outcome.payment, outcome.event, flags)
      return ok(outcome.payment)
    },
    announce(payment, type, flags) {
      const now = clock()
      const id = serial('evt', now)
      const body = JSON.stringify({ id, type, createdAt: now.toISOString(), data: { payment } })
      for (let copy = 0; copy <= flags.webhookCopies; copy += 1) {
        if (strikes(flags.webhookLossPercent, draw)) continue
        vault.deliver(id, body, now.getTime() + flags.webhookDelayMs + Math.floor(draw() * flags.webhookShuffleMs))
      }
    },
  }
  return desk
}
