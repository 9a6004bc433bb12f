import type { HandSubgraph } from './handSubgraphs.ts'

interface Known {
  readonly id: string
}

const same = (reference: object): object => reference

const books = {
  b1: { __typename: 'Book', id: 'b1', isbn: 'i1', code: { edition: 'e1', shelf: 's1', row: 'r1' }, title: 'Emma' },
  b2: { __typename: 'Book', id: 'b2', isbn: 'i2', code: { edition: 'e1', shelf: 's1', row: 'r2' }, title: 'Persuasion' },
}
type BookId = keyof typeof books

/** One entity with keys of one field and of several, nested ones too, of which no two subgraphs know the same. */
export const mashedKeys: Readonly<Record<string, HandSubgraph>> = {
  shelves: {
    sdl: `type Query { shelf: Shelf! } type Shelf @key(fields: "id") { id: ID! books: [Book!]! } type Code { shelf: ID! @shareable row: ID! @shareable }
      type Book @key(fields: "id code { shelf row }") { id: ID! code: Code! title: String @external spine: String @requires(fields: "title") }`,
    resolvers: {
      Query: { shelf: () => ({ id: 's1', books: Object.values(books).map(({ id, code: { shelf, row } }) => ({ id, code: { shelf, row } })) }) },
      Book: { __resolveReference: same, spine: ({ title }: { readonly title: string }) => `${title.toUpperCase()}.` },
    },
  },
  catalogue: {
    sdl: `type Code { edition: ID! shelf: ID! @shareable row: ID! @shareable }
      type Book @key(fields: "id") @key(fields: "isbn") @key(fields: "code { edition shelf row }") @key(fields: "id code { shelf row }")
        { id: ID! isbn: ID! code: Code! title: String }`,
    resolvers: { Book: { __resolveReference: ({ id }: { readonly id: BookId }) => books[id] } },
  },
  lending: {
    sdl: `type Query { lent: Book } type Book @key(fields: "isbn") { isbn: ID! reader: String }`,
    resolvers: {
      Query: { lent: () => ({ isbn: 'i2' }) },
      Book: { __resolveReference: same, reader: ({ isbn }: { readonly isbn: string }) => `reader of ${isbn}` },
    },
  },
}

const RATES: Readonly<Record<string, number>> = { EUR: 10, USD: 12, GBP: 8 }

/** Fields that require another with arguments: one with the client's own arguments beside it, two that disagree. */
export const requiredArguments: Readonly<Record<string, HandSubgraph>> = {
  shop: {
    sdl: `enum Currency { EUR USD GBP } type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! price(currency: Currency!): Int }`,
    resolvers: {
      Query: { items: () => [{ id: '1' }, { id: '2' }] },
      Item: {
        __resolveReference: same,
        price: ({ id }: Known, { currency }: { readonly currency: string }) => Number(id) * (RATES[currency] ?? 0),
      },
    },
  },
  customs: {
    sdl: `enum Currency { EUR USD GBP } type Item @key(fields: "id") { id: ID! price(currency: Currency!): Int @external
      duty: Int @requires(fields: "price(currency: USD)") tax: Int @requires(fields: "price(currency: GBP)") }`,
    resolvers: {
      Item: {
        __resolveReference: same,
        duty: ({ price }: { readonly price: number }) => price * 100,
        tax: ({ price }: { readonly price: number }) => price * 1000,
      },
    },
  },
}

const media: Readonly<Record<string, object>> = {
  1: { __typename: 'Book', id: '1', title: 'Emma', pages: 474 },
  2: { __typename: 'Film', id: '2', title: 'Clueless', minutes: 97 },
}
const medium = ({ id }: Known): object | undefined => media[id]

/** An interface object that nobody can ask its subgraph for: what it knows comes with the object or not at all. */
export const unreachableObject: Readonly<Record<string, HandSubgraph>> = {
  library: {
    sdl: `type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
    resolvers: {
      Query: { media: () => Object.values(media) },
      Media: { __resolveReference: medium },
      Book: { __resolveReference: medium },
      Film: { __resolveReference: medium },
    },
  },
  critics: {
    sdl: `type Query { best: [Media!]! } type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
    resolvers: { Query: { best: () => [{ id: '2' }, { id: '1' }] } },
  },
}

/** A union whose members no subgraph knows all, and an interface that some of them implement. */
export const partialUnion: Readonly<Record<string, HandSubgraph>> = {
  films: {
    sdl: `type Query { found: [Found!]! shelf: Shelf! } union Found = Book | Film interface Titled { title: String }
      type Shelf @key(fields: "id") { id: ID! } type Book implements Titled @key(fields: "id") { id: ID! title: String }
      type Film implements Titled @key(fields: "id") { id: ID! title: String }`,
    resolvers: {
      Query: {
        found: () => [
          { __typename: 'Book', id: '1', title: 'Emma' },
          { __typename: 'Film', id: '2', title: 'Clueless' },
        ],
        shelf: () => ({ id: 's' }),
      },
      Book: { __resolveReference: ({ id }: Known) => ({ id, title: `Book ${id}` }) },
      Film: { __resolveReference: ({ id }: Known) => ({ id, title: `Film ${id}` }) },
    },
  },
  songs: {
    sdl: `type Query { heard: [Found!]! } union Found = Film | Song interface Sounding { length: Int }
      type Shelf @key(fields: "id") { id: ID! items: [Found] }
      type Song implements Sounding @key(fields: "id") { id: ID! length: Int } type Film implements Sounding @key(fields: "id") { id: ID! length: Int }`,
    resolvers: {
      Query: {
        heard: () => [
          { __typename: 'Song', id: '3', length: 180 },
          { __typename: 'Film', id: '4', length: 5820 },
        ],
      },
      Shelf: {
        __resolveReference: same,
        items: () => [{ __typename: 'Film', id: '5', length: 60 }, null, { __typename: 'Song', id: '6', length: 61 }],
      },
      Film: { __resolveReference: ({ id }: Known) => ({ id, length: Number(id) * 1000 }) },
    },
  },
}
