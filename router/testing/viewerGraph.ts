import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'

import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createIdentityVerifier, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { makeKey, openKeyFolder } from '@agora/security/keyFolder.ts'
import { hasScope, type Viewer } from '@agora/security/viewer.ts'

/** A subgraph that answers by who asks, with what it was asked on record. */
export interface ViewerGraph {
  readonly sdl: string
  readonly calls: { readonly viewer: Viewer; readonly query: string }[]
  /** The queries whose asker went away before they were answered. */
  readonly abandoned: string[]
  /** How long each call takes, in milliseconds: calls that are begun meanwhile are under way at once. */
  delayMs: number
  /** What `products` costs. */
  price: number
  /** The `cache-control` header of its answers. */
  cacheControl: string | undefined
  stop(): Promise<void>
}

const SHOP = `extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.agora.dev/cacheControl/v0.1", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheScope { PUBLIC PRIVATE }
  type Query { me: User cart: Cart orders: [Order!]! products: [Product!]! product(id: ID): Product broken: Product }
  type Mutation { setPrice(price: Int!): Product }
  type User { sub: ID! }
  type Cart { owner: ID! product: Product }
  type Order { buyer: ID! }
  type Product @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! name: String! price: Int! draft: Boolean! seenBy: ID @cacheControl(scope: PRIVATE) }`

const subOf = (viewer: Viewer): string | null => (viewer.kind === 'anonymous' ? null : viewer.sub)

interface Asked {
  readonly viewer: Viewer
}

/** Starts the subgraph, whose edge key it puts into `keysFolder`. */
export async function startViewerGraph(keysFolder: string): Promise<ViewerGraph> {
  const folder = join(keysFolder, 'router-shop')
  makeKey(folder, new Date())
  const keys = openKeyFolder(folder, { logger: createLogger({ service: 'shop', level: 'silent' }) })
  const { verify } = createIdentityVerifier({ keys, audience: 'shop' })
  const state: State = { calls: [], abandoned: [], delayMs: 50, price: 10, cacheControl: undefined }
  const schema = buildSubgraphSchema([{ typeDefs: parse(SHOP), resolvers: resolversOver(state) }])
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse(await text(request)) as { query: string; variables?: Record<string, unknown> }
    const viewer = verify(String(request.headers[IDENTITY_HEADER]))
    if (!viewer.ok) return void response.writeHead(401).end()
    response.once('close', () => void (response.writableFinished || state.abandoned.push(query)))
    state.calls.push({ viewer: viewer.value, query })
    const result = await graphql({ schema, source: query, variableValues: variables ?? {}, contextValue: { viewer: viewer.value } })
    await wait(state.delayMs)
    if (state.cacheControl !== undefined) response.setHeader('cache-control', state.cacheControl)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async (): Promise<void> => {
    keys.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return Object.assign(state, { sdl: composed(server), stop })
}

type State = Omit<ViewerGraph, 'stop' | 'sdl'>

function resolversOver(state: State) {
  const product = (id: string, draft = false) => ({ id, draft, name: `Product ${id}` })
  const products = (viewer: Viewer) => [product('1'), ...(hasScope(viewer, 'catalog:read') ? [product('2', true)] : [])]
  return {
    Query: {
      me: (_: unknown, __: unknown, { viewer }: Asked) => ({ sub: subOf(viewer) }),
      cart: (_: unknown, __: unknown, { viewer }: Asked) => ({ owner: subOf(viewer), product: product('1') }),
      orders: (_: unknown, __: unknown, { viewer }: Asked) => [{ buyer: subOf(viewer) }],
      products: (_: unknown, __: unknown, { viewer }: Asked) => products(viewer),
      product: (_: unknown, { id }: { readonly id: string }) => product(id),
      broken: () => {
        throw codedError('NOT_FOUND', 'There is none.')
      },
    },
    Mutation: {
      setPrice: (_: unknown, { price }: { readonly price: number }) => {
        state.price = price
        return product('1')
      },
    },
    Product: {
      __resolveReference: ({ id }: { readonly id: string }) => product(id),
      price: () => state.price,
      seenBy: (_: unknown, __: unknown, { viewer }: Asked) => subOf(viewer),
    },
  }
}

function composed(server: Server): string {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  const { supergraphSdl, errors = [] } = composeServices([{ name: 'shop', url, typeDefs: parse(SHOP) }])
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
