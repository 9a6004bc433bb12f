import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, GraphQLError, parse, type GraphQLSchema } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

/** A call that reached a subgraph. */
export interface SeenCall {
  readonly subgraph: string
  readonly headers: IncomingHttpHeaders
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** How a subgraph behaves instead of answering. */
export type Mischief = 'refuses' | 'fails' | 'talks-nonsense' | 'floods' | 'pollutes' | null

/** Two federated subgraphs in this process, with every call to them on record. */
export interface SmallGraph {
  readonly sdl: string
  readonly calls: SeenCall[]
  /** The queries whose asker went away before they were answered. */
  readonly abandoned: string[]
  readonly urls: Readonly<Record<'catalogue' | 'stock', string>>
  misbehave(subgraph: 'catalogue' | 'stock', how: Mischief): void
  /** Shuts one down; what is sent to it is refused by the system. */
  shut(subgraph: 'catalogue' | 'stock'): Promise<void>
  stop(): Promise<void>
}

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])'

const catalogue = `${LINK}
  type Query { product(id: ID!): Product products: [Product!]! bug: String denied: String slow(ms: Int!): String! echo(value: Json): Json add(input: AddInput!): Int }
  type Mutation { rename(id: ID!, name: String!): Product slowly(ms: Int!): String! signIn(input: SignInInput!): SignInPayload! }
  input SignInInput { email: String! password: String! }
  type SignInPayload { accessToken: String userErrors: [SignInError!]! }
  type SignInError { message: String! }
  input AddInput { one: Int! other: Int! }
  scalar Json
  type Product @key(fields: "id") { id: ID! name: String! similar: [Product!]! }`

const stock = `${LINK}
  type Query { locations: [String!]! }
  type Product @key(fields: "id") { id: ID! stock: Int }`

const products = [
  { id: 'p1', name: 'Kettle' },
  { id: 'p2', name: 'Lamp' },
  { id: 'p3', name: 'Chair' },
]

const byId = ({ id }: { readonly id: string }): object | undefined => products.find((product) => product.id === id)

const resolvers = {
  catalogue: {
    Query: {
      product: (_: unknown, args: { readonly id: string }) => byId(args),
      products: () => products,
      bug: () => {
        throw new TypeError('secret: password of database is hunter2')
      },
      denied: () => {
        throw codedError('FORBIDDEN', 'Not yours.', { scope: 'x:read', stacktrace: ['secret'] })
      },
      slow: async (_: unknown, { ms }: { readonly ms: number }) => (await wait(ms), 'done'),
      echo: (_: unknown, { value }: { readonly value: unknown }) => value,
      add: (_: unknown, { input }: { readonly input: { readonly one: number; readonly other: number } }) => input.one + input.other,
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { readonly id: string; readonly name: string }) => ({ id, name }),
      slowly: async (_: unknown, { ms }: { readonly ms: number }) => (await wait(ms), 'done'),
      signIn: (_: unknown, { input }: { readonly input: { readonly email: string; readonly password: string } }) =>
        input.password === 'right'
          ? { accessToken: testToken.value, userErrors: [] }
          : { accessToken: null, userErrors: [{ message: 'Wrong address or password.' }] },
    },
    Product: { similar: () => products, __resolveReference: byId },
  },
  stock: {
    Query: { locations: () => ['north', 'south'] },
    Product: {
      stock: ({ id }: { readonly id: string }) => {
        if (id === 'p3') throw new GraphQLError('stack of p3', { extensions: { code: 'ODD' } })
        return Number(id.slice(1)) * 10
      },
      __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    },
  },
}

/** What a right sign-in answers; a test puts a real token here. */
const testToken = { value: 'token' }

/** Starts both subgraphs and composes them. */
export async function startSmallGraph(): Promise<SmallGraph> {
  const calls: SeenCall[] = []
  const abandoned: string[] = []
  const mischief = new Map<string, Mischief>()
  const record = (call: SeenCall): void => void calls.push(call)
  const schemas = {
    catalogue: buildSubgraphSchema([{ typeDefs: parse(catalogue), resolvers: resolvers.catalogue }]),
    stock: buildSubgraphSchema([{ typeDefs: parse(stock), resolvers: resolvers.stock }]),
  }
  const servers = {
    catalogue: await serve('catalogue', schemas.catalogue, { record, mischief, abandoned }),
    stock: await serve('stock', schemas.stock, { record, mischief, abandoned }),
  }
  const urls = { catalogue: addressOf(servers.catalogue), stock: addressOf(servers.stock) }
  const composed = composeServices([
    { name: 'catalogue', url: urls.catalogue, typeDefs: parse(catalogue) },
    { name: 'stock', url: urls.stock, typeDefs: parse(stock) },
  ])
  if (composed.supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'))
  const shut = async (name: 'catalogue' | 'stock'): Promise<void> => {
    servers[name].closeAllConnections()
    await new Promise((resolve) => servers[name].close(resolve))
  }
  return {
    sdl: composed.supergraphSdl,
    calls,
    abandoned,
    urls,
    misbehave: (name, how) => void mischief.set(name, how),
    shut,
    stop: async () => void (await Promise.all([shut('catalogue'), shut('stock')])),
  }
}

interface ServeOptions {
  readonly record: (call: SeenCall) => void
  readonly mischief: ReadonlyMap<string, Mischief>
  readonly abandoned: string[]
}

async function serve(name: string, schema: GraphQLSchema, { record, mischief, abandoned }: ServeOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', async () => {
        const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables?: Record<string, unknown> }
        response.once('close', () => {
          if (!response.writableFinished) abandoned.push(query)
        })
        record({ subgraph: name, headers: request.headers, query, variables })
        const bad = misbehaviour[mischief.get(name) ?? 'none']
        if (bad !== undefined) return void response.writeHead(bad.status, { 'content-type': 'application/json' }).end(bad.body)
        const result = await graphql({ schema, source: query, variableValues: variables })
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const misbehaviour: Readonly<Record<string, { readonly status: number; readonly body: string }>> = {
  refuses: { status: 401, body: '{"errors":[{"message":"who are you?","extensions":{"code":"UNAUTHENTICATED"}}]}' },
  fails: { status: 502, body: '<html>bad gateway</html>' },
  'talks-nonsense': { status: 200, body: '<html>hello</html>' },
  floods: { status: 200, body: JSON.stringify({ data: { locations: ['x'.repeat(2_000_000)] } }) },
  pollutes: { status: 200, body: '{"data":{"products":[{"id":"p1","name":"Kettle","__proto__":{"polluted":true}}]}}' },
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}
