import { fail, ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createCaller } from '@agora/rpc/caller.ts'
import { internalServer } from '@agora/rpc/internalServer.ts'
import { contact, type OrderContact } from '@agora/rpc/methods/orderContact.ts'
import { serveMethod } from '@agora/rpc/routes.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import { createOrderContacts } from '../notifications/orderContacts.ts'

/** Stands where orders answers whom to write to: over the real wire, from what a test says. */
export async function startOrdersDesk() {
  const keys = await testKeys(['users-orders'])
  const contacts = new Map<string, OrderContact>()
  const asked: string[] = []
  let open = true
  const route = serveMethod(contact, ['users'], async ({ orderId }) => {
    asked.push(orderId)
    if (!open) return fail({ code: 'unavailable', message: 'closed by the test' })
    const known = contacts.get(orderId)
    return ok(known === undefined ? {} : { contact: known })
  })
  const logger = createLogger({ service: 'test', level: 'silent' })
  const keysByCaller = { users: keys.open('users-orders') }
  const server = await internalServer({ name: 'orders', port: 0, routes: [route], gets: [], keysByCaller, logger })
  const caller = createCaller({ baseUrl: server.url, keys: keys.open('users-orders'), caller: 'users', audience: 'orders' })
  return {
    url: server.url,
    contacts,
    asked,
    ask: createOrderContacts(caller),
    close: (): void => void (open = false),
    reopen: (): void => void (open = true),
    async stop(): Promise<void> {
      await caller.close()
      await server.stop(1000)
      await keys.drop()
    },
  }
}

/** What a test holds. */
export type OrdersDesk = Awaited<ReturnType<typeof startOrdersDesk>>
