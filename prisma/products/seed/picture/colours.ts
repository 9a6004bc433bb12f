/** What the names of colours look like, as `#rrggbb`. A name that is not here is drawn in a colour chosen by its product. */
const named: Readonly<Record<string, string>> = {
  Amber: '#d99a3d',
  Ash: '#d9c7a8',
  Beech: '#dcb98a',
  Black: '#3a3b40',
  Blue: '#4f7cac',
  Blush: '#e3b5a8',
  Brass: '#c9a24b',
  Brown: '#8a5f42',
  Celadon: '#a9c4ab',
  Chalk: '#ece7dc',
  Charcoal: '#4b4f56',
  Cherry: '#a4493d',
  Clay: '#b9714f',
  Clear: '#c5dce0',
  Cobalt: '#2f55a4',
  Copper: '#c0764a',
  Coral: '#e5806b',
  Cream: '#efe3c8',
  Denim: '#56708f',
  Fern: '#6f9460',
  Flax: '#d8c79d',
  Forest: '#3f6650',
  Fog: '#b9bfc4',
  Graphite: '#595d63',
  Green: '#5f8f63',
  Grey: '#9a9fa5',
  Heather: '#9d8aa8',
  Indigo: '#3e4a80',
  Ink: '#2d3550',
  Ivory: '#f0e9d6',
  Kraft: '#c3a074',
  Lichen: '#b5bf87',
  Lilac: '#b9a3cf',
  Midnight: '#2a3455',
  Mint: '#a7d3bd',
  Moss: '#7d8b4e',
  Mustard: '#d3a33a',
  Natural: '#d3b88c',
  Navy: '#33466e',
  Oak: '#c69c6d',
  Oat: '#dccfb4',
  Ochre: '#c98f3a',
  Olive: '#80814a',
  Orange: '#e0813f',
  Oxblood: '#7a3238',
  Pine: '#476b57',
  Plum: '#75456a',
  Raw: '#c9c3b8',
  Red: '#c2473f',
  Rose: '#d995a0',
  Rust: '#b35a36',
  Sage: '#9fb093',
  Sand: '#dcc59c',
  Sea: '#5f9ea0',
  Silver: '#c3c8cc',
  Sky: '#9cc3dd',
  Slate: '#667685',
  Smoke: '#8f949a',
  Steel: '#aab3ba',
  Storm: '#5d6b7c',
  Teal: '#3f8587',
  Terracotta: '#c56f4c',
  Walnut: '#76523a',
  White: '#f3f1ea',
  Willow: '#a8b27c',
  Yellow: '#e5c04b',
}

/** The colour of a name, if it is known. */
export const colourNamed = (name: string): string | undefined => (Object.hasOwn(named, name) ? named[name] : undefined)

/** Every colour name that has a look. */
export const colourNames: readonly string[] = Object.keys(named)

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** A colour between two others: 0 is the first, 1 the second. */
export function mix(first: string, second: string, share: number): string {
  const other = channels(second)
  const mixed = channels(first).map((value, index) => Math.round(value + ((other[index] ?? value) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
