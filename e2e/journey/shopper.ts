import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import { request } from 'undici'

import { createGraphqlClient, type Answer, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readClientOperations } from '../../schema/clientOperation.ts'
import { expect, present } from './step.ts'

/** Where the journey goes. */
export interface Address {
  /** Of the graph, such as `http://localhost:4000/graphql`. */
  readonly graphqlUrl: string
  /** The operator port, for the development inbox. */
  readonly operatorUrl: string
}

/** A person who walks through the shop with the operations that clients really send. */
export interface Shopper {
  readonly email: string
  readonly password: string
  /** Sends a client operation by its name and expects no top-level error. */
  send<Data>(operation: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>
  /** Sends a client operation and takes whatever comes. */
  try(operation: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer<unknown>>
  /** Carries this access token from now on. */
  become(accessToken: string): void
  /** The token in the newest message to this person. */
  mailedToken(): Promise<string>
  /** The subject of the newest message of a kind to this person; waited for, because what the bus brings takes a moment. */
  mailed(kind: string): Promise<string>
}

/** Somebody new, with an address and a password of their own. */
export function newShopper({ graphqlUrl, operatorUrl }: Address): Shopper {
  const operations = readClientOperations()
  const email = `shopper-${randomBytes(6).toString('hex')}@example.com`
  let client: GraphqlClient = createGraphqlClient(graphqlUrl)
  const text = (name: string): string => present(operations.get(name), `schema/operations has no ${name}`)
  return {
    email,
    password: `${randomUUID()} and more`,
    send: (operation, variables) => client.data(text(operation), variables),
    try: (operation, variables) => client.ask(text(operation), variables),
    become(accessToken) {
      client = createGraphqlClient(graphqlUrl).as(accessToken)
    },
    mailedToken: async () => present((await newest(operatorUrl, email, ({ token }) => token !== null)).token, 'the message has no token'),
    mailed: async (kind) => (await newest(operatorUrl, email, (mail) => mail.kind === kind)).subject,
  }
}

interface Mail {
  readonly kind: string
  readonly subject: string
  readonly token: string | null
}

const MAIL_PATIENCE_MS = 50_000

async function newest(operatorUrl: string, to: string, wanted: (mail: Mail) => boolean): Promise<Mail> {
  const deadline = performance.now() + MAIL_PATIENCE_MS
  while (performance.now() < deadline) {
    const answer = await request(`${operatorUrl}/dev/inbox.json?to=${encodeURIComponent(to)}`)
    expect(answer.statusCode === 200, `the development inbox answers ${answer.statusCode}: is the stack started with --dev?`)
    const { messages } = (await answer.body.json()) as { messages: Mail[] }
    const found = messages.find(wanted)
    if (found !== undefined) return found
    await delay(100)
  }
  return present<Mail>(null, `no such message to ${to} arrived`)
}
