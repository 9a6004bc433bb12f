import { readFileSync } from 'node:fs'

import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { PrismaPg } from '@prisma/adapter-pg'
import DataLoader from 'dataloader'
import { GraphQLError, parse } from 'graphql'
import { applyMiddleware } from 'graphql-middleware'
import { allow, deny, rule, shield } from 'graphql-shield'
import { importSPKI, jwtVerify } from 'jose'

import { SDL } from './fixture.ts'

// The stack as the tutorials of its parts write it, with nothing that they would not have. It has no log and no metrics.
interface Row {
  readonly id: string
  readonly productId: string
  readonly attributes: Readonly<Record<string, string>>
}
interface Table {
  findMany(query: { where: Readonly<Record<string, { in: string[] }>>; orderBy?: { id: 'asc' } }): Promise<Row[]>
  findUnique(query: { where: { slug: string } }): Promise<Row | null>
}
type Client = Readonly<Record<'product' | 'price' | 'variant', Table>>
const clientModule = './__generated__/client.ts' // made when the bench starts, so unknown to the type checker
const { PrismaClient } = (await import(clientModule)) as { PrismaClient: new (options: object) => Client }

const [databaseUrl = '', publicKeyFile = ''] = process.argv.slice(2)
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 20, application_name: 'bench-tutorial' }) })
const publicKey = await importSPKI(readFileSync(publicKeyFile, 'utf8'), 'ES256')

const createLoaders = () => ({
  product: new DataLoader(async (ids: readonly string[]) => {
    const found = new Map((await prisma.product.findMany({ where: { id: { in: [...ids] } } })).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id) ?? null)
  }),
  price: new DataLoader(async (ids: readonly string[]) => {
    const found = new Map((await prisma.price.findMany({ where: { productId: { in: [...ids] } } })).map((row) => [row.productId, row]))
    return ids.map((id) => found.get(id) ?? null)
  }),
  variants: new DataLoader(async (ids: readonly string[]) => {
    const rows = await prisma.variant.findMany({ where: { productId: { in: [...ids] } }, orderBy: { id: 'asc' } })
    const found = Map.groupBy(rows, (row) => row.productId)
    return ids.map((id) => found.get(id) ?? [])
  }),
})
interface Context {
  user: { scopes: string[] } | undefined
  loaders: ReturnType<typeof createLoaders>
}

const resolvers = {
  Query: { product: (_: unknown, { slug }: { slug: string }) => prisma.product.findUnique({ where: { slug } }) },
  Product: {
    __resolveReference: ({ id }: { id: string }, { loaders }: Context) => loaders.product.load(id),
    color: ({ attributes }: Row) => attributes['color'],
    material: ({ attributes }: Row) => attributes['material'],
    price: ({ id }: Row, _: unknown, { loaders }: Context) => loaders.price.load(id),
    variants: ({ id }: Row, _: unknown, { loaders }: Context) => loaders.variants.load(id),
  },
}

const readCatalogue = rule({ cache: 'contextual' })((_parent, _args, { user }: Context) => user?.scopes.includes('catalog:read') ?? false)
const permissions = shield(
  {
    Query: { '*': deny, _entities: allow, _service: allow, product: readCatalogue },
    Product: { '*': readCatalogue, costNote: deny },
    Price: allow,
    Variant: allow,
  },
  { fallbackRule: deny, allowExternalErrors: true, fallbackError: new GraphQLError('Not Authorised!', { extensions: { code: 'FORBIDDEN' } }) },
)

const schema = applyMiddleware(buildSubgraphSchema([{ typeDefs: parse(SDL), resolvers }]), permissions)
const { url } = await startStandaloneServer(new ApolloServer<Context>({ schema }), {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) => {
    const token = req.headers.authorization?.replace('Bearer ', '')
    const claims = token === undefined ? undefined : (await jwtVerify(token, publicKey, { audience: 'products' })).payload
    return { user: claims === undefined ? undefined : { scopes: String(claims['scope']).split(' ') }, loaders: createLoaders() }
  },
})
process.once('SIGTERM', () => process.exit(0))
process.send?.({ ready: true, graphqlPort: Number(new URL(url).port) })
