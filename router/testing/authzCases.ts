import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import * as graphql from 'graphql'

/** One case of the collection beside the checkout, which its README explains. */
export interface AuthzCase {
  readonly id: string
  readonly kind: 'filter' | 'response'
  readonly schema: string
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly request: { readonly authenticated: boolean; readonly scopes: readonly string[]; readonly policies: readonly string[] }
  readonly claims?: Readonly<Record<string, unknown>>
  readonly options?: Readonly<Record<string, unknown>>
  readonly expected: {
    readonly filteredQuery?: string | null
    readonly unchanged?: boolean
    readonly unauthorizedPaths?: readonly string[]
    readonly data?: unknown
    readonly errors?: readonly { readonly extensions: { readonly affectedPath?: string } }[]
  }
  readonly derived?: { readonly variants: readonly AuthzVariant[] }
  readonly mock?: unknown
  readonly sharedMock?: string
  readonly alternatives?: readonly unknown[]
}

/** Data of subgraphs and what a client should get of it. */
export interface AuthzVariant {
  readonly mock: unknown
  readonly data: unknown
  readonly alternatives?: readonly unknown[]
}

/** The collection: cases, their schemas, and a graph of made-up data over each. */
export interface AuthzCases {
  readonly cases: readonly AuthzCase[]
  readonly schemas: Readonly<Record<string, { readonly supergraphSdl: string; readonly apiSdl: string }>>
  readonly sharedMocks: Readonly<Record<string, unknown>>
  /** What a client gets of `query` when only `filtered` may be asked; null: nothing. */
  expected(apiSdl: string, mock: unknown, of: { readonly query: string; readonly filtered: string | null; readonly variables: object }): unknown
}

const FOLDER = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'authz')

/** The collection, or null where there is none beside the checkout: developers and CI have it, the world does not. */
export async function readAuthzCases(): Promise<AuthzCases | null> {
  if (!existsSync(FOLDER)) return null
  type Expected = (...of: readonly [mock: unknown, query: string, filtered: string | null, variables: object]) => unknown
  const module: unknown = await import(pathToFileURL(join(FOLDER, 'mock-subgraph.mjs')).href)
  const { makeMock } = module as { makeMock: (library: typeof graphql, apiSdl: string) => { expected: Expected } }
  return {
    ...(JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as Omit<AuthzCases, 'expected'>),
    expected: (apiSdl, mock, { query, filtered, variables }) => makeMock(graphql, apiSdl).expected(mock, query, filtered, variables),
  }
}
