import { z } from 'zod'

import { line, prose } from '@agora/subgraph-kit/inputFields.ts'

import { attributes, list, options, prices, sku, slug, weightGrams } from '../inputs/fields.ts'
import { fault, type Fault } from '../inputs/parse.ts'

/** The most products of one import. */
const IMPORT_LIMIT = 100
/** The most variants of one item. */
const ITEM_VARIANT_LIMIT = 20

const variant = z
  .object({ sku, options: options.nullish(), weightGrams, packedWeightGrams: weightGrams, prices: prices.nullish() })
  .refine(({ weightGrams: weight, packedWeightGrams: packed }) => packed >= weight, {
    path: ['packedWeightGrams'],
    message: 'must be at least `weightGrams`',
  })

const item = z.object({
  slug,
  name: line(1, 200),
  description: prose(10_000).nullish(),
  brand: line(1, 100),
  categorySlug: slug,
  attributes: attributes.nullish(),
  variants: list(variant, ITEM_VARIANT_LIMIT).nullish(),
})

/** The input of importProducts. */
export const importShape = z.object({ items: list(item, IMPORT_LIMIT).min(1, 'must have at least one item') })

/** A product to import. */
export type ImportItem = z.output<typeof item>

/** Slugs and SKUs that stand twice in one import: the second place of each. */
export function findRepeats(items: readonly ImportItem[]): Fault<'INVALID_INPUT'>[] {
  const faults: Fault<'INVALID_INPUT'>[] = []
  const slugs = new Set<string>()
  const skus = new Set<string>()
  for (const [index, { slug: address, variants }] of items.entries()) {
    if (slugs.has(address)) faults.push(fault('INVALID_INPUT', `The slug \`${address}\` stands twice in this import`, 'items', index, 'slug'))
    slugs.add(address)
    for (const [place, one] of (variants ?? []).entries()) {
      if (skus.has(one.sku))
        faults.push(fault('INVALID_INPUT', `The SKU \`${one.sku}\` stands twice in this import`, 'items', index, 'variants', place, 'sku'))
      skus.add(one.sku)
    }
  }
  return faults
}
