import { addCategory, addLocation, addProduct, addStock, type MadeProduct } from './fixtures.ts'
import type { ProductsStack } from './productsStack.ts'

/** A shop small enough to know by heart. */
export interface SmallShop {
  /** Ids by slug: home with textiles and lamps below it, and garden. */
  readonly categories: Readonly<Record<string, string>>
  /** By slug. `secret` is a draft, all others are published. */
  readonly products: Readonly<Record<string, MadeProduct>>
}

const definitions = [
  { key: 'colour', label: 'Colour', kind: 'TEXT', position: 1 },
  { key: 'materials', label: 'Materials', kind: 'LIST', position: 2 },
  { key: 'width', label: 'Width', kind: 'NUMBER', unit: 'cm', position: 3 },
  { key: 'washable', label: 'Washable', kind: 'BOOLEAN', position: 4 },
]

interface Traits {
  readonly colour: string
  readonly materials: readonly string[]
  readonly width: number
  readonly washable: boolean
}

const attributes = ({ colour, materials, width, washable }: Traits): object[] => [
  { key: 'colour', text: colour },
  { key: 'materials', list: materials },
  { key: 'width', number: width },
  { key: 'washable', boolean: washable },
]

const blanket = attributes({ colour: 'red', materials: ['wool'], width: 130.5, washable: true })
const cushion = attributes({ colour: 'blue', materials: ['linen', 'wool'], width: 40, washable: true })
const floorLamp = attributes({ colour: 'red', materials: ['steel'], width: 30, washable: false })
const deskLamp = attributes({ colour: 'black', materials: ['steel'], width: 20, washable: false })

/** In the order of their creation. */
const products = [
  { slug: 'blanket', in: 'textiles', name: 'Wool blanket', brand: 'Hearth', attributes: blanket, prices: [{ USD: '8000', EUR: '7000' }] },
  { slug: 'cushion', in: 'textiles', name: 'Linen cushion', brand: 'Hearth', attributes: cushion, prices: [{ USD: '2500' }, { USD: '4500' }] },
  { slug: 'floor-lamp', in: 'lamps', name: 'Floor lamp', brand: 'Lumen', attributes: floorLamp, prices: [{ EUR: '12000' }] },
  { slug: 'desk-lamp', in: 'lamps', name: 'desk lamp', brand: 'Lumen', attributes: deskLamp, prices: [{ USD: '6000' }] },
  { slug: '100-percent', in: 'garden', name: '100% compost_bag \\ (large)', brand: "O'Grow", prices: [{ USD: '900' }] },
  { slug: 'secret', in: 'textiles', name: 'Secret wool blanket', brand: 'Hidden', published: false },
]

/** Fills an empty database. There are ten blankets and three of the second cushion; nothing else is in stock. */
export async function addSmallShop(stack: ProductsStack): Promise<SmallShop> {
  for (const definition of definitions) await stack.change('defineAttribute', definition)
  const home = await addCategory(stack, { slug: 'home', name: 'Home' })
  const textiles = await addCategory(stack, { slug: 'textiles', name: 'Textiles', parentId: home })
  const lamps = await addCategory(stack, { slug: 'lamps', name: 'Lamps', parentId: home })
  const garden = await addCategory(stack, { slug: 'garden', name: 'Garden' })
  const categories: Readonly<Record<string, string>> = { home, textiles, lamps, garden }
  const made: Record<string, MadeProduct> = {}
  for (const { in: place, ...given } of products) made[given.slug] = await addProduct(stack, { ...given, categoryId: categories[place] ?? '' })
  const locationId = await addLocation(stack)
  await addStock(stack, made['blanket']?.variantIds[0] ?? '', { locationId, quantity: 10 })
  await addStock(stack, made['cushion']?.variantIds[1] ?? '', { locationId, quantity: 3 })
  return { categories, products: made }
}
