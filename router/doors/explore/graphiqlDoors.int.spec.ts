import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { listen } from '@agora/http-server/listen.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { send } from '../../testing/ask.ts'
import { serveDoors } from '../serveDoors.ts'
import { createGraphiqlDoors, type DemoAccount } from './graphiqlDoors.ts'

const account: DemoAccount = { email: 'root@shop.example', password: 'drawn once', note: 'ADMIN' }
const doors = createGraphiqlDoors({ examples: [], signIn: null, demoAccounts: async () => [account] })
const logger = createLogger({ service: 'router', level: 'silent' })
const { server, port } = await listen(serveDoors({ doors, clientAddress: () => '127.0.0.1', logger, observe: () => {} }), { port: 0 })
after(() => server.close())

const accountsFor = async (host: string): Promise<unknown> => {
  const { status, text } = await send(`http://127.0.0.1:${port}/graphiql/assets/page.json`, { headers: { host } })
  assert.equal(status, 200)
  return (JSON.parse(text) as { readonly accounts: unknown }).accounts
}

test('offers demo accounts to pages of this machine, and to no page whose own name was made to point here', async () => {
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'localhost'])
    assert.deepEqual(await accountsFor(host), [account], host)
  for (const host of [`attacker.example:${port}`, 'localhost.attacker.example', '127.0.0.1.attacker.example', `localhost:${port}@attacker.example`])
    assert.deepEqual(await accountsFor(host), [], host)
})
