import { decodeJwt } from 'jose'

import { anonymous, type Principal, type Viewer } from '@agora/security/viewer.ts'
import type { SubgraphAnswer, SubgraphClient } from '@agora/testkit/subgraphClient.ts'

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

const TOKENS = 'accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt user { id } userErrors { code field retryAfter }'

/** What tests ask of the subgraph, in the words of its mutations. */
export function createUsersClient(client: SubgraphClient) {
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
  /** Registers and signs in. */
  async function member(email: string): Promise<Member> {
    await register(email)
    return signedIn(email)
  }
  return { as: client.as.bind(client), ask, mutate, signIn, refresh, register, signedIn, member }
}

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
