import { createHash } from 'node:crypto'
import { join } from 'node:path'

import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { keys, revocations } from '@agora/rpc/methods/identity.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import type { InboxMail } from '../mail/inboxPages.ts'
import type { Derive } from '../passwords/passwordHasher.ts'
import { startUsers } from '../startUsers.ts'
import { createUsersClient } from './usersClient.ts'

/** Stands in for argon2 where its cost is not the point: as deterministic, and counted. */
const cheap: Derive = async ({ message, nonce, tagLength }) =>
  createHash('sha256')
    .update(nonce as Buffer)
    .update(message as string)
    .digest()
    .subarray(0, tagLength)

/** What a test may choose. */
export interface TestUsersOptions {
  /** @default true */
  readonly dev?: boolean
  /** With the cost of production instead of the stand-in. */
  readonly real?: boolean
  readonly demoPasswordsFile?: string
  /** Has letters wait for a worker that sends them there. */
  readonly smtpUrl?: string
  /** Fills the database before the process starts. */
  readonly prepare?: (db: pg.Pool) => Promise<unknown>
}

/** Starts the subgraph in this process, on a database, keys and a clock of its own. */
export async function startTestUsers({ dev = true, real = false, demoPasswordsFile, smtpUrl, prepare }: TestUsersOptions = {}) {
  const [database, edgeKeys] = await Promise.all([createTestDatabase('users'), testKeys(['router-users', 'orders-users', 'users-orders'])])
  const db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 })
  await prepare?.(db)
  const work = { derived: 0, statements: 0 }
  let skew = 0
  const derive: Derive = (parameters) => {
    work.derived += 1
    return cheap(parameters)
  }
  const environment = {
    GRAPHQL_PORT: 0,
    INTERNAL_PORT: 0,
    HOST: '127.0.0.1',
    DATABASE_URL: database.appUrl,
    EDGE_KEYS_DIR: edgeKeys.dir,
    LOG_LEVEL: 'silent' as const,
    DEV: dev,
    SIGNING_KEYS_DIR: join(edgeKeys.dir, 'signing'),
    TOKEN_ISSUER: 'http://localhost:4000',
    MAIL_FROM: 'shop@agora.example',
    ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
    ...(demoPasswordsFile === undefined ? {} : { DEMO_PASSWORDS_FILE: demoPasswordsFile }),
  }
  const running = await startUsers(environment, {
    logger: createLogger({ service: 'test', level: 'silent' }),
    clock: () => new Date(Date.now() + skew),
    // Waking readers happens beside the request, in its own time.
    onStatement: (text) => (work.statements += text.includes('pg_notify') ? 0 : 1),
    ...(real ? {} : { derive }),
  })
  const client = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: edgeKeys.open('router-users'), audience: 'users' })
  const callers: Caller[] = []
  const internal = (caller: 'router' | 'orders'): Caller => {
    const made = createCaller({
      baseUrl: `http://127.0.0.1:${running.internalPort}`,
      keys: edgeKeys.open(`${caller}-users`),
      caller,
      audience: 'users',
    })
    callers.push(made)
    return made
  }
  const router = internal('router')

  return {
    db,
    /** What the worker of this domain is told as well. */
    shared: { DATABASE_URL: database.appUrl, EDGE_KEYS_DIR: edgeKeys.dir },
    work,
    ...createUsersClient(client),
    internal,
    /** Lets time pass for the subgraph. */
    pass: (seconds: number): void => void (skew += seconds * 1000),
    /** The messages to an address, newest first. */
    async inbox(to: string): Promise<InboxMail[]> {
      const { messages } = JSON.parse(await (await getPage(`/dev/inbox.json?to=${encodeURIComponent(to)}`)).text) as { messages: InboxMail[] }
      return messages
    },
    page: getPage,
    async revoked(): Promise<string[]> {
      const answer = await router.call(revocations, {}, { timeoutMs: 5000 })
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value.sessions.map(({ sid }) => sid)
    },
    async jwks() {
      const answer = await router.call(keys, {}, { timeoutMs: 5000 })
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value
    },
    async stop(): Promise<void> {
      await Promise.all(callers.map((caller) => caller.close()))
      await running.stop()
      await db.end()
      await edgeKeys.drop()
      await database.drop()
    },
  }

  async function getPage(path: string): Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }> {
    const answer = await router.get(path, { timeoutMs: 5000 })
    if (!answer.ok) throw new Error(answer.error.message)
    const { status, body, headers } = answer.value
    return { status, text: Buffer.from(body).toString(), headers: headers() }
  }
}

/** What a test holds. */
export type TestUsers = Awaited<ReturnType<typeof startTestUsers>>
