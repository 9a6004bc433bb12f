import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'

import type { StackPlace } from './ordersStack.ts'
import { ISSUER } from './scriptedUsers.ts'

/** Orders as a process of its own, beside a stack and on its database: to be killed. */
export interface OrdersChild {
  readonly as: SubgraphClient['as']
  /** SIGKILL, SIGSTOP, SIGCONT … */
  signal(name: NodeJS.Signals): void
  /** Ends it, if it still runs. */
  stop(): Promise<void>
}

/** Starts `main.ts` with settings of its own. */
export async function startOrdersChild({ database, keys, urls }: StackPlace, settings: Readonly<Record<string, string>> = {}): Promise<OrdersChild> {
  const child = fork(fileURLToPath(new URL('../main.ts', import.meta.url)), {
    env: {
      ...process.env,
      GRAPHQL_PORT: '0',
      INTERNAL_PORT: '0',
      DATABASE_URL: database.appUrl,
      EDGE_KEYS_DIR: keys.dir,
      PRODUCTS_INTERNAL_URL: urls.catalogue,
      PAYMENTS_INTERNAL_URL: urls.payments,
      USERS_INTERNAL_URL: urls.users,
      TOKEN_ISSUER: ISSUER,
      LOG_LEVEL: 'silent',
      ...settings,
    },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await readyPort(child)
  const client = createSubgraphClient({ url: `http://127.0.0.1:${port}`, keys: keys.open('router-orders'), audience: 'orders' })
  return {
    as: client.as,
    signal: (name) => void child.kill(name),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function readyPort(child: ChildProcess): Promise<number> {
  const [message] = (await Promise.race([once(child, 'message'), failing(child)])) as [{ graphqlPort: number }]
  return message.graphqlPort
}

async function failing(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  throw new Error(`orders ended with ${code} before it was ready`)
}
