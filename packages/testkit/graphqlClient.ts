import { request } from 'undici'

/** An error of an answer, as GraphQL over HTTP defines it. */
export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string; readonly requestId?: string }
}

/** What came back: the HTTP side and the GraphQL side. `data` is as the caller says it is; tests assert it. */
export interface Answer<Data> {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly data: Data | null
  readonly errors: readonly AnswerError[]
}

/** A person at the public endpoint: one address, at most one access token. */
export interface GraphqlClient {
  ask<Data = Record<string, unknown>>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer<Data>>
  /** The same, but any error is a failure of the caller's expectations. */
  data<Data = Record<string, unknown>>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>
  /** The same endpoint, speaking for another. */
  as(accessToken: string | undefined, headers?: Readonly<Record<string, string>>): GraphqlClient
}

/** @param url the address of `/graphql` */
export function createGraphqlClient(url: string, headers: Readonly<Record<string, string>> = {}): GraphqlClient {
  async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer<Data>> {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await answer.body.json()) as { data?: Data | null; errors?: AnswerError[] }
    return { status: answer.statusCode, headers: answer.headers, data: body.data ?? null, errors: body.errors ?? [] }
  }
  return {
    ask,
    async data<Data>(query: string, variables?: Readonly<Record<string, unknown>>) {
      const answer = await ask<Data>(query, variables)
      if (answer.errors.length > 0 || answer.data === null) throw new Error(`${answer.status} ${JSON.stringify(answer.errors)}`)
      return answer.data
    },
    as: (accessToken, more = {}) => createGraphqlClient(url, accessToken === undefined ? more : { ...more, authorization: `Bearer ${accessToken}` }),
  }
}
