import { createHmac } from 'node:crypto'

import { isId } from '@agora/ids/typeId.ts'
import { sameText } from '@agora/security/compactToken.ts'
import type { Key, KeyFolder } from '@agora/security/keyFolder.ts'

/** How long a link in a mail opens its order: as long as a key is accepted at least. */
const LIFE_MS = 30 * 24 * 3_600_000
/** The folder of the keys, beside those of the edges; nobody else reads it. */
export const LINK_KEYS = 'orders-links'

const MAX_LENGTH = 512
const TOKEN = /^([A-Za-z0-9_-]{1,64})\.(ord_[0-9a-z]{26})\.(\d{1,15})\.([A-Za-z0-9_-]{43})$/

/** Tokens that open one order each, for whoever holds them. */
export interface ViewTokens {
  sign(orderId: string): string
  /** The order that the token opens now; undefined for one that is not ours, or too old. */
  open(token: string): string | undefined
}

/** Makes and reads tokens with keys that only orders has. */
export function createViewTokens(keys: KeyFolder, clock: () => Date): ViewTokens {
  return {
    sign(orderId) {
      const key = keys.signing()
      const claims = `${key.kid}.${orderId}.${clock().getTime() + LIFE_MS}`
      return `${claims}.${macOf(claims, key)}`
    },
    open(token) {
      const [, kid = '', orderId = '', until = '', mac = ''] = (token.length <= MAX_LENGTH ? TOKEN.exec(token) : null) ?? []
      const key = kid === '' ? undefined : keys.find(kid)
      if (key === undefined || !sameText(mac, macOf(`${kid}.${orderId}.${until}`, key))) return undefined
      return Number(until) > clock().getTime() && isId('Order', orderId) ? orderId : undefined
    },
  }
}

// The purpose stands in front, so that no MAC made for anything else is ever one of these.
const macOf = (claims: string, { secret }: Key): string => createHmac('sha256', secret).update(`order-view ${claims}`).digest('base64url')
