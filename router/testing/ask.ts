import { request } from 'undici'

/** What came back through a door. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The text as JSON; null when it is none. */
  readonly json: { readonly data?: Record<string, unknown> | null; readonly errors?: readonly ReplyError[] } | null
}

/** An error as a client sees it. */
export interface ReplyError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** Sends one request and reads the whole answer. */
export async function send(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = null,
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer | null } = {},
): Promise<Reply> {
  const answer = await request(url, { method: method as 'GET', headers, body })
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answer.headers, text, json: readJson(text) }
}

/** Asks a router's graph. */
export function ask(
  router: { readonly url: string },
  query: string,
  more: {
    readonly variables?: Readonly<Record<string, unknown>>
    readonly headers?: Readonly<Record<string, string>>
    readonly operationName?: string
  } = {},
): Promise<Reply> {
  const { variables, headers, operationName } = more
  return send(`${router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  })
}

/** The codes of an answer's errors. */
export function codesOf({ json }: Reply): unknown[] {
  return (json?.errors ?? []).map(({ extensions }) => extensions['code'])
}

function readJson(text: string): Reply['json'] {
  try {
    return JSON.parse(text) as Reply['json']
  } catch {
    return null
  }
}
