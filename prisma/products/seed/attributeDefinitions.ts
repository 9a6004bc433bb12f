/** The attributes of the shop, in the order they are shown: key, label, kind, unit. Every one of them is a facet. */
export const attributeDefinitions = [
  ['colour', 'Colour', 'LIST', null],
  ['material', 'Material', 'LIST', null],
  ['size', 'Size', 'LIST', null],
  ['capacity', 'Capacity', 'NUMBER', 'l'],
  ['width', 'Width', 'NUMBER', 'cm'],
  ['height', 'Height', 'NUMBER', 'cm'],
  ['depth', 'Depth', 'NUMBER', 'cm'],
  ['length', 'Length', 'NUMBER', 'cm'],
  ['diameter', 'Diameter', 'NUMBER', 'cm'],
  ['persons', 'Persons', 'NUMBER', null],
  ['pieces', 'Pieces', 'NUMBER', null],
  ['pages', 'Pages', 'NUMBER', null],
  ['ruling', 'Ruling', 'TEXT', null],
  ['luminous_flux', 'Brightness', 'NUMBER', 'lm'],
  ['colour_temperature', 'Colour temperature', 'NUMBER', 'K'],
  ['power', 'Power', 'NUMBER', 'W'],
  ['season', 'Season', 'TEXT', null],
  ['made_in', 'Made in', 'TEXT', null],
  ['warranty', 'Warranty', 'NUMBER', 'years'],
  ['suits', 'Suits', 'LIST', null],
  ['dishwasher_safe', 'Dishwasher safe', 'BOOLEAN', null],
  ['oven_safe', 'Oven safe', 'BOOLEAN', null],
  ['machine_washable', 'Machine washable', 'BOOLEAN', null],
  ['waterproof', 'Waterproof', 'BOOLEAN', null],
  ['refillable', 'Refillable', 'BOOLEAN', null],
  ['recycled', 'Recycled material', 'BOOLEAN', null],
  ['assembly_needed', 'Assembly needed', 'BOOLEAN', null],
] as const

type Definition = (typeof attributeDefinitions)[number]

/** What a value of each kind is. */
interface ValueOfKind {
  TEXT: string
  NUMBER: number
  BOOLEAN: boolean
  LIST: readonly string[]
}

/** What is known of a product; each key has the type that its definition says. */
export type SeedAttributes = { readonly [D in Definition as D[0]]?: ValueOfKind[D[2]] }
