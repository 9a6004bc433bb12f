import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse, type GraphQLSchema } from 'graphql'

import { catalogued, fee, knownMerchant, knownPerson, KINDS, numberOf, price, reviewsOf, shelves, storageClass, type Thing } from './market.ts'
import { SDL } from './schema.ts'

/** What a resolver may be given: a representation has of it what its subgraph requires. */
interface Given extends Thing {
  readonly weight: number
  readonly storageClass: string
  readonly price: number
}
interface Arguments {
  readonly first: number
  readonly id: string
}
type Fields = Readonly<Record<string, (given: Given, args: Arguments) => unknown>>
type Resolvers = Readonly<Record<string, Fields>>

/** The same resolvers for every kind of listing. */
const ofListings = (fields: Fields): Resolvers => Object.fromEntries(KINDS.map((kind) => [kind, { __resolveReference: (given) => given, ...fields }]))

const RESOLVERS: Readonly<Record<keyof typeof SDL, Resolvers>> = {
  catalogue: {
    Query: { shelves: (_, { first }) => shelves(first), listing: (_, { id }) => catalogued(numberOf(id)) },
    ...ofListings({ __resolveReference: ({ id }) => catalogued(numberOf(id)) }),
  },
  storage: ofListings({ stock: ({ id }) => (numberOf(id) * 13) % 90, storageClass: ({ weight }) => storageClass(weight) }),
  pricing: ofListings({ price: (given) => price(numberOf(given.id), given.storageClass) }),
  shipping: ofListings({ fee: (given) => fee(given.price, given.weight) }),
  reviews: ofListings({ reviews: ({ id }) => reviewsOf(numberOf(id)) }),
  people: {
    Person: { __resolveReference: ({ id }) => knownPerson(numberOf(id)) },
    Merchant: { __resolveReference: ({ id }) => knownMerchant(numberOf(id)) },
  },
}

/** The executable schema of each subgraph, by name. */
export const marketSubgraphs = (): ReadonlyMap<string, GraphQLSchema> =>
  new Map(
    Object.entries(SDL).map(([name, sdl]) => [name, buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: RESOLVERS[name as keyof typeof SDL] }])]),
  )
