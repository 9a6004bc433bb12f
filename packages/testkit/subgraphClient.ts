import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'
import type { Viewer } from '@agora/security/viewer.ts'

/** An answer of a subgraph, as JSON. */
export interface SubgraphAnswer<Data> {
  readonly status: number
  readonly data?: Data | null
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** How a test asks a subgraph. */
export interface SubgraphClientOptions {
  /** `http://127.0.0.1:<graphqlPort>` */
  readonly url: string
  /** The keys of the edge `router-<audience>`. */
  readonly keys: KeyFolder
  /** The subgraph's name. */
  readonly audience: string
}

/** Asks a subgraph as the router would, on behalf of any viewer. */
export interface SubgraphClient {
  as(
    viewer: Viewer,
  ): <Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<SubgraphAnswer<Data>>
}

/** Makes a client of one subgraph: `await client.as(customer())('{ me { id } }')`. */
export function createSubgraphClient({ url, keys, audience }: SubgraphClientOptions): SubgraphClient {
  const minter = createIdentityMinter({ keys, audience, issuer: 'router' })
  return {
    as:
      (viewer) =>
      async <Data>(query: string, variables: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}) => {
        const answer = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: minter.mint(viewer), ...headers },
          body: JSON.stringify({ query, variables }),
        })
        return { status: answer.status, ...((await answer.json()) as Omit<SubgraphAnswer<Data>, 'status'>) }
      },
  }
}
