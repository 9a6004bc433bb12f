import type pg from 'pg'

import { ok } from '@agora/errors/result.ts'
import { contact } from '@agora/rpc/methods/orderContact.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import { readContacts } from './contactReads.ts'
import type { ViewTokens } from './viewToken.ts'

/** Tells users whom to write to about an order, and the token of the link that goes into the mail. */
export function contactService(pool: pg.Pool, viewTokens: ViewTokens): RpcHandler {
  return serveMethod(contact, ['users'], async ({ orderId }) => {
    const found = (await readContacts(pool, [orderId])).get(orderId)
    if (found === undefined) return ok({})
    const { email, name, phone, locale } = found
    return ok({ contact: { email, name, ...(phone === null ? {} : { phone }), locale, viewToken: viewTokens.sign(orderId) } })
  })
}
