import type { ReplyError } from './ask.ts'

/** What Apollo Client sends. */
export const PARTS = 'multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9'

/** One piece of an answer in parts. */
export interface Piece {
  readonly data?: unknown
  readonly errors?: readonly ReplyError[]
  readonly extensions?: Readonly<Record<string, unknown>>
  readonly incremental?: readonly {
    readonly path: readonly (string | number)[]
    readonly label?: string
    readonly data: unknown
    readonly errors?: readonly ReplyError[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }[]
  readonly hasNext?: boolean
}

/** An answer that is read as it comes. */
export interface ReplyInParts {
  readonly status: number
  readonly headers: Headers
  /** The next piece; undefined when the answer has ended as it should. Rejects where it breaks off. */
  next(): Promise<Piece | undefined>
  /** All that is left. */
  rest(): Promise<Piece[]>
  /** Goes away. */
  leave(): void
}

/** What may be said beside the operation. */
export interface AskInParts {
  readonly variables?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a router's graph and reads its answer piece by piece; an answer in one is one piece. */
export async function askInParts(router: { readonly url: string }, query: string, { variables, headers }: AskInParts = {}): Promise<ReplyInParts> {
  const leaving = new AbortController()
  const response = await fetch(`${router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: PARTS, ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  })
  const isInParts = response.headers.get('content-type')?.startsWith('multipart/') === true
  const pieces = isInParts ? readPieces(response) : readWhole(response)
  const next = async (): Promise<Piece | undefined> => (await pieces.next()).value ?? undefined
  return {
    status: response.status,
    headers: response.headers,
    next,
    async rest() {
      const all: Piece[] = []
      for (let piece = await next(); piece !== undefined; piece = await next()) all.push(piece)
      return all
    },
    leave: () => leaving.abort(),
  }
}

async function* readWhole(response: Response): AsyncGenerator<Piece> {
  yield (await response.json()) as Piece
}

/** By RFC 1341 with the boundary `-`. */
async function* readPieces(response: Response): AsyncGenerator<Piece> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    for (let end = nextEnd(text); end !== -1; end = nextEnd(text)) {
      const part = text.slice(0, end)
      text = text.slice(end)
      const body = part.slice(part.indexOf('\r\n\r\n') + 4)
      yield JSON.parse(body) as Piece
    }
    if (text === '\r\n-----\r\n') return
  }
  throw new Error(`The answer broke off: ${JSON.stringify(text)}`)
}

/** Where a whole piece ends that stands at the beginning; -1 while there is none. */
function nextEnd(text: string): number {
  return text.indexOf('\r\n---', 5)
}
