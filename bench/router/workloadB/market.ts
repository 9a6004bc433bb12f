/** The kinds of listing, in turn. */
export const KINDS = ['Book', 'Device', 'Garment'] as const

/** A thing of the market as one subgraph knows it: always its type and id. */
export interface Thing {
  readonly __typename: string
  readonly id: string
}

const LISTINGS = 400
const MERCHANTS = 200
const REVIEWS_EACH = 4
const WORDS = ['amber', 'birch', 'copper', 'dune', 'ember', 'fjord', 'grove', 'harbour', 'indigo', 'juniper', 'kelp']

/** Words that depend on nothing but their number. */
const words = (count: number, seed: number): string =>
  Array.from({ length: count }, (_, index) => WORDS[(index * 5 + seed * 3 + (seed >> 3)) % WORDS.length]).join(' ')
const identifier = (kind: string, number: number): string => `${kind}_${String(number).padStart(5, '0')}`

/** The number in an id. */
export const numberOf = (id: string): number => Number(id.slice(4))

/** A person as those know them who only point at them. */
export const person = (number: number): Thing => ({ __typename: 'Person', id: identifier('per', number) })
/** The same of a merchant. */
export const merchant = (number: number): Thing => ({ __typename: 'Merchant', id: identifier('mer', number % MERCHANTS) })
/** The same of a listing. */
export const listing = (number: number): Thing => ({ __typename: KINDS[number % KINDS.length] ?? 'Book', id: identifier('lst', number % LISTINGS) })

/** What the catalogue says of any listing. */
const entry = (number: number) => ({ ...listing(number), title: words(4, number), weight: 100 + ((number * 37) % 4000) })

/** A listing with all that the catalogue says of it; each kind has fields of its own. */
export function catalogued(number: number) {
  const media = Array.from({ length: 2 + (number % 2) }, (_, index) =>
    index === 1
      ? { __typename: 'Clip', url: `https://media.example/${number}/${index}.mp4`, seconds: 10 + (number % 50) }
      : { __typename: 'Picture', url: `https://media.example/${number}/${index}.jpg`, width: 1600, height: 900 + (number % 7) },
  )
  return {
    ...entry(number),
    tags: [0, 1, 2].map((index) => words(1, number + index)),
    media,
    merchant: merchant(number),
    pages: 90 + number,
    author: person(5000 + number),
    voltage: 5 + (number % 20),
    accessories: [entry((number + 1) % LISTINGS), entry((number + 2) % LISTINGS)],
    sizes: [0, 1].map((row) => ['S', 'M', 'L'].map((size) => `${size}${row + (number % 3)}`)),
  }
}

/** The first shelves of the market: twenty listings each, in four rows. */
export function shelves(first: number): readonly object[] {
  const row = (shelf: number, number: number): readonly object[] =>
    Array.from({ length: 5 }, (_, index) => catalogued(shelf * 20 + number * 5 + index))
  return Array.from({ length: first }, (_, shelf) => ({ name: words(2, shelf), rows: [0, 1, 2, 3].map((number) => row(shelf, number)) }))
}

/** The reviews of a listing, each by a person of its own, each about a thing it was compared with. */
export function reviewsOf(number: number): readonly object[] {
  return Array.from({ length: REVIEWS_EACH }, (_, index) => {
    const own = number * REVIEWS_EACH + index
    const about = index === 0 ? merchant(own * 3) : listing(own * 7)
    return { id: identifier('rev', own), stars: 1 + (own % 5), text: words(18 + (own % 9), own), author: person(own), about }
  })
}

/** A person with all that is known of them. */
export const knownPerson = (number: number): object => ({
  ...person(number),
  name: words(2, number),
  handle: `@${words(1, number)}${number}`,
  country: ['DE', 'FR', 'JP', 'BR'][number % 4],
  badges: [0, 1].map((index) => ({
    label: words(1, number + index),
    since: 2000 + ((number + index) % 26),
  })),
})

/** A merchant with all that is known of them. */
export const knownMerchant = (number: number): object => ({
  ...merchant(number),
  name: words(3, number),
  standing: (number % 50) / 10,
  owner: knownPerson(8000 + number),
})

/** Where a thing of this weight in grams is kept. */
export const storageClass = (weight: number): string => ['light', 'medium', 'heavy', 'bulk'][Math.min(3, Math.floor(weight / 1000))] ?? 'bulk'

/** The price of a listing in cents, by where it is kept. */
export const price = (number: number, storage: string): number => 500 + number * 11 + storage.length

/** What sending it costs, in cents. */
export const fee = (cents: number, weight: number): number => 300 + Math.floor(weight / 10) + (cents > 4000 ? 0 : 199)
