/** An operation of the soak, with the one answer that is right. */
export interface Case {
  readonly query: string
  readonly data: Readonly<Record<string, unknown>>
  /** Half of the supergraphs do not know it: then it is refused as invalid. */
  readonly comesAndGoes?: true
}

const products = [
  { id: 'p1', name: 'Kettle', stock: 10 },
  { id: 'p2', name: 'Lamp', stock: 20 },
]
const named = products.map(({ id, name }) => ({ id, name }))
const all = [...named, { id: 'p3', name: 'Chair' }]

const CASES: readonly Case[] = [
  { query: '{ locations }', data: { locations: ['north', 'south'] } },
  { query: '{ products { id name } }', data: { products: all } },
  { query: '{ products { id name similar { id name similar { id } } } }', data: { products: all.map((one) => ({ ...one, similar: deeper() })) } },
  ...products.map(({ id, name, stock }) => ({ query: `{ product(id: "${id}") { name stock } }`, data: { product: { name, stock } } })),
  {
    query: '{ a: product(id: "p1") { stock } b: product(id: "p2") { stock } locations }',
    data: { a: { stock: 10 }, b: { stock: 20 }, locations: ['north', 'south'] },
  },
  { query: 'mutation { rename(id: "p1", name: "Pot") { name } }', data: { rename: { name: 'Pot' } } },
  { query: '{ slow(ms: 700) locations }', data: { slow: 'done', locations: ['north', 'south'] }, comesAndGoes: true },
]

function deeper(): unknown[] {
  return all.map((one) => ({ ...one, similar: all.map(({ id }) => ({ id })) }))
}

/** The case of a turn: the known ones in turn, and now and then an operation that nobody has asked before, for which a plan is made. */
export function caseOf(turn: number): Case {
  const known = CASES[turn % (CASES.length + 1)]
  return known ?? { query: `query Once${turn} { product(id: "p2") { id name stock } }`, data: { product: { id: 'p2', name: 'Lamp', stock: 20 } } }
}
