import { createHash } from 'node:crypto'
import { join } from 'node:path'

import { decodeJwt } from 'jose'
import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { keys, revocations } from '@agora/rpc/methods/identity.ts'
import { anonymous, type Principal, type Viewer } from '@agora/security/viewer.ts'
import { createSubgraphClient, type SubgraphAnswer } from '@agora/testkit/callSubgraph.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import type { InboxMail } from '../mail/inboxPages.ts'
import type { Derive } from '../passwords/passwordHasher.ts'
import { startUsers } from '../startUsers.ts'

/** The password of everybody in these tests. */
export const PASSWORD = 'correct horse battery'

/** A refused or granted mutation, as far as the tests look. */
export interface Outcome {
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null; readonly retryAfter?: string | null }[]
}

/** A pair of tokens as answered. */
export interface Tokens extends Outcome {
  readonly accessToken: string | null
  readonly refreshToken: string | null
}

/** Somebody who registered and signed in. */
export interface Member {
  readonly id: string
  readonly email: string
  /** As the router would describe the bearer of the access token. */
  readonly viewer: Principal
  readonly accessToken: string
  readonly refreshToken: string
}

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
  /** Fills the database before the process starts. */
  readonly prepare?: (db: pg.Pool) => Promise<unknown>
}

const TOKENS = 'accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt user { id } userErrors { code field retryAfter }'

/** Starts the subgraph in this process, on a database, keys and a clock of its own. */
export async function startTestUsers({ dev = true, real = false, demoPasswordsFile, prepare }: TestUsersOptions = {}) {
  const [database, edgeKeys] = await Promise.all([createTestDatabase('users'), testKeys(['router-users', 'orders-users'])])
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
    ...(demoPasswordsFile === undefined ? {} : { DEMO_PASSWORDS_FILE: demoPasswordsFile }),
  }
  const running = await startUsers(environment, {
    logger: createLogger({ service: 'test', level: 'silent' }),
    clock: () => new Date(Date.now() + skew),
    onStatement: () => (work.statements += 1),
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

  /** Asks and answers the data; an error of the request is a failure of the test. */
  async function ask<Data>(viewer: Viewer, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data> {
    const answer: SubgraphAnswer<Data> = await client.as(viewer)<Data>(query, variables)
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null) throw new Error(JSON.stringify(answer))
    return answer.data
  }
  /** Runs one mutation with an input and answers its payload. */
  async function mutate<Payload = Outcome>(
    viewer: Viewer,
    call: { readonly name: string; readonly input?: object; readonly select?: string },
  ): Promise<Payload> {
    const { name, input, select = 'userErrors { code field }' } = call
    const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input!`
    const query = input === undefined ? `mutation { ${name} { ${select} } }` : `mutation ($input: ${type}) { ${name}(input: $input) { ${select} } }`
    const payload = (await ask<Record<string, Payload>>(viewer, query, input === undefined ? {} : { input }))[name]
    if (payload === undefined) throw new Error(`${name} answered nothing`)
    return payload
  }
  const signIn = (email: string, password = PASSWORD): Promise<Tokens> =>
    mutate<Tokens>(anonymous, { name: 'signIn', input: { email, password, device: 'test' }, select: TOKENS })
  const refresh = (refreshToken: string): Promise<Tokens> =>
    mutate<Tokens>(anonymous, { name: 'refreshSession', input: { refreshToken }, select: TOKENS })
  const register = (email: string, password = PASSWORD): Promise<Outcome & { sentTo: string | null }> =>
    mutate(anonymous, {
      name: 'register',
      input: { email, password, displayName: 'Ann Lindqvist' },
      select: 'sentTo userErrors { code field message }',
    })

  async function signedIn(email: string): Promise<Member> {
    const tokens = await signIn(email)
    if (tokens.accessToken === null || tokens.refreshToken === null) throw new Error(JSON.stringify(tokens))
    const viewer = viewerOf(tokens.accessToken)
    return { id: viewer.sub, email, viewer, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }
  }
  return {
    db,
    work,
    ask,
    mutate,
    signIn,
    refresh,
    register,
    signedIn,
    as: client.as.bind(client),
    internal,
    /** Lets time pass for the subgraph. */
    pass: (seconds: number): void => void (skew += seconds * 1000),
    /** Registers and signs in. */
    async member(email: string): Promise<Member> {
      await register(email)
      return signedIn(email)
    },
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
    return { status, text: Buffer.from(body).toString(), headers }
  }
}

/** What a test holds. */
export type TestUsers = Awaited<ReturnType<typeof startTestUsers>>

/** What the router reads from an access token. */
export function viewerOf(accessToken: string): Principal {
  const { sub = '', sid = null, roles, scope, amr, acr, auth_time: authTime } = decodeJwt<Record<string, unknown>>(accessToken)
  return {
    kind: 'user',
    sub,
    sid: sid as string | null,
    roles: roles as Principal['roles'],
    scopes: (scope as string).split(' '),
    amr: amr as string[],
    acr: acr as string,
    authTime: authTime as number,
  }
}
