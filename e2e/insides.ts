import { z } from 'zod'

import { given } from './stack.ts'

const byName = z.record(z.string(), z.url())

/** Where the parts behind the public port are: for specs that prove what a part does by itself, or what is left in its database. */
export interface Insides {
  /** The GraphQL address of each subgraph, `http://127.0.0.1:<port>/graphql`. */
  readonly subgraphs: Readonly<Record<string, string>>
  /** The owner's URL of each domain's database. */
  readonly databases: Readonly<Record<string, string>>
  /** Holds `router-<subgraph>/`, the keys that identities are signed with. */
  readonly edgeKeysDir: string
  /** Holds the private keys that access tokens are signed with. */
  readonly signingKeysDir: string
}

/** Reads where the running stack's parts are. */
export function readInsides(): Insides {
  return {
    subgraphs: byName.parse(JSON.parse(given('E2E_SUBGRAPHS'))),
    databases: byName.parse(JSON.parse(given('E2E_DATABASES'))),
    edgeKeysDir: given('E2E_EDGE_KEYS_DIR'),
    signingKeysDir: given('E2E_SIGNING_KEYS_DIR'),
  }
}
