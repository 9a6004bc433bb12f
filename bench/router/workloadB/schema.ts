import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { KINDS } from './market.ts'

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])'

/** An interface and the three kinds of listing that have its fields, each an entity. */
function listings(ofInterface: string, more: Readonly<Record<string, string>> = {}, external = ''): string {
  const kinds = KINDS.map((kind) => `type ${kind} implements Listing @key(fields: "id") { id: ID! ${external} ${ofInterface} ${more[kind] ?? ''} }`)
  const plain = ofInterface.replaceAll(/@requires\([^)]*\)/g, '')
  return `interface Listing { id: ID! ${plain} } ${kinds.join(' ')}`
}

const PERSON = 'type Person @key(fields: "id", resolvable: false) { id: ID! }'
const MERCHANT = 'type Merchant @key(fields: "id", resolvable: false) { id: ID! }'

/** The SDL of each subgraph. A fee needs the price, which needs the storage class, which needs the weight: four subgraphs one after another. */
export const SDL = {
  catalogue: `${LINK}
    type Query { shelves(first: Int!): [Shelf!]! listing(id: ID!): Listing }
    type Shelf { name: String! rows: [[Listing!]!]! }
    union Media = Picture | Clip
    type Picture { url: String! width: Int! height: Int! }
    type Clip { url: String! seconds: Int! }
    ${listings('title: String! weight: Int! tags: [String!]! media: [Media!]! merchant: Merchant!', {
      Book: 'pages: Int! author: Person!',
      Device: 'voltage: Int! accessories: [Listing!]!',
      Garment: 'sizes: [[String!]!]!',
    })} ${PERSON} ${MERCHANT}`,
  storage: `${LINK} ${listings('stock: Int! storageClass: String! @requires(fields: "weight")', {}, 'weight: Int! @external')}`,
  pricing: `${LINK} ${listings('price: Int! @requires(fields: "storageClass")', {}, 'storageClass: String! @external')}`,
  shipping: `${LINK} ${listings('fee: Int! @requires(fields: "price weight")', {}, 'price: Int! @external weight: Int! @external')}`,
  reviews: `${LINK}
    type Review { id: ID! stars: Int! text: String! author: Person! about: Subject! }
    union Subject = Book | Device | Garment | Merchant
    ${listings('reviews: [Review!]!')} ${PERSON} ${MERCHANT}`,
  people: `${LINK}
    type Person @key(fields: "id") { id: ID! name: String! handle: String! country: String! badges: [Badge!]! }
    type Badge { label: String! since: Int! }
    type Merchant @key(fields: "id") { id: ID! name: String! standing: Float! owner: Person! }`,
} as const

/** The supergraph over subgraphs that are served below an origin, each under its name. Throws where they do not compose. */
export function composeMarket(origin: string): string {
  const composed = composeServices(Object.entries(SDL).map(([name, sdl]) => ({ name, url: `${origin}/${name}`, typeDefs: parse(sdl) })))
  if (composed.supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'))
  return composed.supergraphSdl
}
