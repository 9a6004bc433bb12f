import type pg from 'pg'

import type { ProductSeed } from '../../../prisma/products/seed/catalogueEntry.ts'
import { rowsOf } from '../../../prisma/products/seed/catalogueRows.ts'
import { loadCatalogue } from '../../../prisma/products/seed/loadCatalogue.ts'
import type { Progress } from '../progressBar.ts'
import type { RetailProduct } from './retailProducts.ts'

const BATCH = 250
/** The archive tells neither weights nor stock; a benchmark needs some of both. */
const GRAMS = 250
const PACKED_GRAMS = 320
const STOCK = 100

/** How many rows were missing and are there now. */
export interface RetailSeeded {
  readonly products: number
  readonly variants: number
}

/** Puts the archive's products under one category of their own, batch by batch, where they are missing. */
export async function seedRetail(pool: pg.Pool, products: readonly RetailProduct[], progress: Progress): Promise<RetailSeeded> {
  const seeded = { products: 0, variants: 0 }
  for (let from = 0; from < products.length; from += BATCH) {
    const inserted = await loadCatalogue(pool, rowsOf([{ ...archive, products: products.slice(from, from + BATCH).map(retailSeed) }]))
    seeded.products += inserted.products
    seeded.variants += inserted.variants
    progress(Math.min((from + BATCH) / products.length, 1))
  }
  return seeded
}

const archive = {
  slug: 'online-retail-archive',
  name: 'Online Retail archive',
  description: 'What a British gift wholesaler sold in 2010 and 2011: the Online Retail data set of the UCI repository, here for benchmarks.',
  glyph: 'parcel',
} as const

/**
 * The archive has prices in pounds alone. For benchmarks only, the number of pence is set as the number of minor units of each currency:
 * no rate is applied, and the amounts mean nothing.
 */
export function retailSeed({ code, description, pence, sales }: RetailProduct): ProductSeed {
  return {
    slug: `archive-${code.toLowerCase()}`,
    name: titleOf(description),
    brand: 'Unbranded',
    text: `${titleOf(description)}, stock code ${code}: on ${sales.toLocaleString('en')} ${sales === 1 ? 'line' : 'lines'} of the archive's invoices.`,
    attributes: {},
    variants: [[`ARC-${code}`, {}, GRAMS, PACKED_GRAMS, [pence, pence, pence], [STOCK, STOCK]]],
  }
}

/** `WHITE METAL LANTERN` reads `White Metal Lantern`. */
function titleOf(description: string): string {
  return description.toLowerCase().replaceAll(/(?<![\p{L}\p{N}'])\p{L}/gu, (letter) => letter.toUpperCase())
}
