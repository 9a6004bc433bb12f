/** What came of asking the shop. `lost`: no answer, or none that says what became of it. */
export type Reply<Data> = { readonly kind: 'answer'; readonly data: Data } | { readonly kind: 'lost'; readonly why: string }

/** Somebody at the public endpoint of a shop whose parts die. */
export interface CrashClient {
  ask<Data>(query: string, variables: Readonly<Record<string, unknown>>, options?: AskOptions): Promise<Reply<Data>>
  /** The same endpoint with another token. */
  as(token: string): CrashClient
}

/** How long somebody waits. */
export interface AskOptions {
  /** Hangs up after so long, whatever was begun. @default 15 s */
  readonly withinMs?: number
}

const PATIENCE_MS = 15_000

/** @param url the address of `/graphql` */
export function createCrashClient(url: string, token?: string): CrashClient {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
  return {
    async ask<Data>(query: string, variables: Readonly<Record<string, unknown>>, { withinMs = PATIENCE_MS }: AskOptions = {}): Promise<Reply<Data>> {
      try {
        const body = JSON.stringify({ query, variables })
        const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(withinMs) })
        const { data, errors = [] } = (await answer.json()) as { data?: Data | null; errors?: readonly { extensions?: { code?: string } }[] }
        if (errors.length > 0 || data == null) return { kind: 'lost', why: errors[0]?.extensions?.code ?? String(answer.status) }
        return { kind: 'answer', data }
      } catch (error) {
        return { kind: 'lost', why: error instanceof Error ? error.name : 'unknown' }
      }
    },
    as: (other) => createCrashClient(url, other),
  }
}
