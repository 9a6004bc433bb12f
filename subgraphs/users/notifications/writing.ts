import type { OrderContact } from '@agora/rpc/methods/orderContact.ts'

import { parseEmail } from '../email/emailAddress.ts'
import type { Letter } from '../mail/letters.ts'
import type { ChannelName } from './channels/channel.ts'
import type { OrderFacts } from './facts.ts'
import { languageOf } from './language.ts'
import { orderLetter, orderNote } from './templates/orderLetter.ts'

/** A message that could be handed over. */
export interface Written {
  /** `key` is what addresses are compared by; null where that makes no sense. */
  readonly to: { readonly address: string; readonly key: string | null }
  readonly name: string | null
  readonly letter: Letter
}

/** Why nothing was written. */
export type Unwritten = { readonly status: 'FAILED' | 'SUPPRESSED'; readonly code: 'INVALID_ADDRESS' | 'NO_NUMBER' | 'NO_ACCOUNT' }

/** What to write, how, and for whom. */
export interface Commission {
  readonly facts: OrderFacts
  readonly channel: ChannelName
  readonly recipient: string | null
  readonly contact: OrderContact
}

const isAccount = (sub: string | null): sub is string => sub !== null && sub.startsWith('usr_')

/** Writes a message about an order to its contact. Only a guest is sent the token: who has an account signs in. */
export function write({ facts, channel, recipient, contact }: Commission): Written | Unwritten {
  const language = languageOf(contact.locale)
  if (channel === 'EMAIL') {
    const email = parseEmail(contact.email)
    if (!email.ok) return { status: 'FAILED', code: 'INVALID_ADDRESS' }
    const viewToken = isAccount(recipient) ? null : contact.viewToken
    return { to: email.value, name: contact.name, letter: orderLetter(facts, { name: contact.name, language, viewToken }) }
  }
  const letter = orderNote(facts, language)
  if (channel === 'PUSH') {
    return isAccount(recipient) ? { to: { address: recipient, key: null }, name: null, letter } : { status: 'SUPPRESSED', code: 'NO_ACCOUNT' }
  }
  const { phone } = contact
  return phone === undefined ? { status: 'SUPPRESSED', code: 'NO_NUMBER' } : { to: { address: phone, key: null }, name: null, letter }
}
