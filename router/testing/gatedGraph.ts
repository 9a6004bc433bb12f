import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import { withFederation } from './composeSupergraph.ts'

/** Three subgraphs that answer when a test lets them. */
export interface GatedGraph {
  readonly sdl: string
  /** What was asked of whom, in order. */
  readonly calls: { readonly subgraph: string; readonly query: string }[]
  /** The queries whose asker went away before they were answered. */
  readonly abandoned: string[]
  /** From now on the subgraph answers nobody, until it is let go. */
  hold(subgraph: string): void
  release(subgraph: string): void
  stop(): Promise<void>
}

const SDL = {
  products: `type Query { product(id: ID!): Product products: [Product!]! slowest: String }
    type Mutation { rename(id: ID!, name: String!): Product renameAgain(id: ID!, name: String!): Product }
    type Product @key(fields: "id") { id: ID! name: String! }`,
  reviews: `type Product @key(fields: "id") { id: ID! reviews: [Review!] rating: Int! secret: String @requiresScopes(scopes: [["staff"]]) shelf: Shelf! }
    type Shelf { row: Int! } type Review @key(fields: "id") { id: ID! text: String! author: User! }
    type User @key(fields: "id") { id: ID! }`,
  users: `type User @key(fields: "id") { id: ID! name: String }`,
}

const names: Record<string, string> = { p1: 'Kettle', p2: 'Lamp', p3: 'Chair' }
const review = (id: string) => ({ id, text: `${id.slice(2)} of ${id.slice(0, 2)}`, author: { id: id.slice(2) } })
const product = (id: string) => ({ id, name: names[id] })

const resolvers: Readonly<Record<keyof typeof SDL, object>> = {
  products: {
    Query: {
      product: (_: unknown, { id }: { readonly id: string }) => (names[id] === undefined ? null : product(id)),
      products: () => Object.keys(names).map(product),
      slowest: () => 'done',
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { readonly id: string; readonly name: string }) => ({ id, name }),
      renameAgain: (_: unknown, { id, name }: { readonly id: string; readonly name: string }) => ({ id, name }),
    },
    Product: { __resolveReference: ({ id }: { readonly id: string }) => product(id) },
  },
  reviews: {
    Product: {
      __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
      reviews: ({ id }: { readonly id: string }) => (id === 'p3' ? [] : [review(`${id}a`), review(`${id}b`)]),
      // Of p2 there is none, though there must be.
      rating: ({ id }: { readonly id: string }) => {
        if (id === 'p2') throw codedError('NOT_FOUND', 'No rating.')
        return Number(id.slice(1))
      },
      secret: () => 'hunter2',
      shelf: ({ id }: { readonly id: string }) => ({ row: Number(id.slice(1)) * 10 }),
    },
    Review: { __resolveReference: ({ id }: { readonly id: string }) => review(id) },
  },
  users: {
    User: {
      __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
      name: ({ id }: { readonly id: string }) => (id === 'b' ? null : `User ${id}`),
    },
  },
}

/** Starts them. */
export async function startGatedGraph(): Promise<GatedGraph> {
  const calls: { subgraph: string; query: string }[] = []
  const abandoned: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const serve = async (name: keyof typeof SDL): Promise<Server> => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(withFederation(SDL[name])), resolvers: resolvers[name] as never }])
    const server = createServer(async (request, response) => {
      const { query, variables = {} } = JSON.parse(await text(request)) as { query: string; variables?: Record<string, unknown> }
      calls.push({ subgraph: name, query })
      response.once('close', () => void (response.writableFinished || abandoned.push(query)))
      await gates.get(name)?.promise
      const result = await graphql({ schema, source: query, variableValues: variables })
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const servers = { products: await serve('products'), reviews: await serve('reviews'), users: await serve('users') }
  const release = (name: string): void => {
    gates.get(name)?.resolve()
    gates.delete(name)
  }
  return {
    sdl: composed(servers),
    calls,
    abandoned,
    hold: (name) => void gates.set(name, gates.get(name) ?? Promise.withResolvers()),
    release,
    async stop() {
      for (const name of Object.keys(servers)) release(name)
      await Promise.all(Object.values(servers).map((server) => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)))))
    },
  }
}

function composed(servers: Readonly<Record<keyof typeof SDL, Server>>): string {
  const services = Object.entries(servers).map(([name, server]) => ({
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    typeDefs: parse(withFederation(SDL[name as keyof typeof SDL])),
  }))
  const { supergraphSdl, errors = [] } = composeServices(services)
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
