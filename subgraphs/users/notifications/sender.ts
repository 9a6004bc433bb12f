import { MOST_ATTEMPTS } from './backoff.ts'
import type { Channels, Delivery } from './channels/channel.ts'
import type { OrderContacts } from './orderContacts.ts'
import { claimDue, countSent, type Claim } from './outbox.ts'
import { createSettling, type Outcome, type SettlingOptions } from './settling.ts'
import { write, type Written } from './writing.ts'

/** What sending needs. */
export interface SenderOptions extends Omit<SettlingOptions, 'random'> {
  readonly channels: Channels
  readonly contacts: OrderContacts
  /** @default Math.random */
  readonly random?: () => number
}

/** Hands over what was recorded. */
export interface Sender {
  /** Takes what is due, a few at a time, and answers how many that were; each has an outcome then. */
  sendDue(): Promise<number>
}

/** So many are handed over at once. */
const AT_ONCE = 8
/** An address gets about so many of a template about orders in an hour (those handed over at once do not see each other): a guest may have typed anybody's. */
const ORDER_LETTERS_PER_HOUR = 30
const HOUR_MS = 60 * 60 * 1000

/** Makes it. Nothing is sent within a transaction: between handing over and saying so the process may die, and then the message goes out again. */
export function createSender(options: SenderOptions): Sender {
  const { pool, channels, clock, random = Math.random } = options
  const settle = createSettling({ ...options, random })
  const handOver = async (claim: Claim): Promise<Outcome> => {
    const channel = channels[claim.channel]
    if (channel === undefined) return { ending: { status: 'NOT_CONFIGURED', code: null } }
    // Whoever had it last did not live to say so: perhaps because of it.
    if (claim.attempts > MOST_ATTEMPTS) return { ending: { status: 'FAILED', code: 'NEVER_SETTLED' } }
    const written = await prepare(claim, options)
    if (!('letter' in written)) return written
    const { to, name, letter } = written
    const { subject, body } = letter
    const key = `${claim.dedupeKey}/${claim.channel}`
    return outcomeOf(await channel.deliver({ key, to: to.address, name, subject, body, correlationId: claim.correlationId }), written)
  }
  return {
    async sendDue() {
      const claims = await claimDue(pool, { now: clock(), limit: AT_ONCE })
      await Promise.all(claims.map(async (claim) => settle(claim, await handOver(claim))))
      return claims.length
    },
  }
}

/** A letter about an account is written already; one about an order is written now, to the contact as it stands now. */
async function prepare(claim: Claim, { pool, contacts, clock }: SenderOptions): Promise<Written | Outcome> {
  const { letter, order, channel, recipient, template, correlationId } = claim
  if (letter !== null) return { to: { address: letter.to, key: null }, name: null, letter: { kind: template, token: null, ...letter } }
  if (order === null) return { ending: { status: 'FAILED', code: 'NOTHING_TO_SAY' } }
  // A later release may have recorded it: its worker knows what to make of it.
  if (order.facts === undefined) return { later: 'UNKNOWN_TEMPLATE' }
  const found = await contacts.of(order.id, correlationId)
  if (!found.ok) return { later: 'CONTACT_UNAVAILABLE' }
  if (found.value === null) return { ending: { status: 'SUPPRESSED', code: 'CONTACT_ERASED' } }
  const written = write({ facts: order.facts, channel, recipient, contact: found.value })
  if ('status' in written) return { ending: written }
  const { key } = written.to
  const since = new Date(clock().getTime() - HOUR_MS)
  const crowded = key !== null && (await countSent(pool, { key, template, since })) >= ORDER_LETTERS_PER_HOUR
  return crowded ? { ending: { status: 'SUPPRESSED', code: 'TOO_MANY', to: written.to } } : written
}

function outcomeOf(delivery: Delivery, { to, letter }: Written): Outcome {
  switch (delivery.outcome) {
    case 'sent':
      return { ending: { status: 'SENT', code: null, to, letter } }
    case 'kept':
      return { ending: { status: 'DEV_INBOX', code: null, to, letter } }
    case 'refused':
      return { ending: { status: 'FAILED', code: delivery.code, to } }
    case 'later':
      return { later: delivery.code }
  }
}
