import { sqlState } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { readAttributes } from '../attribute/attribute.ts'
import { readDefinitions } from '../attribute/definitions.ts'
import { categoriesBySlug } from '../category/categoryReads.ts'
import { change, type AuditEntry, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { VARIANT_LIMIT, type Product } from '../product/product.ts'
import { variantConstraints, type ProductErrorCode, type ProductFault } from '../product/productErrors.ts'
import { announceImport } from './announceImport.ts'
import { findRepeats, importShape, type ImportItem } from './importItems.ts'
import { differs, lockSlugs, ownersOf, snapshots, snapshotView, type Snapshot } from './importSnapshot.ts'
import { mergeItems, type ReadyItem } from './mergeProducts.ts'

/** What an import came to. */
export interface Imported {
  readonly products: readonly Product[]
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

/** How often an import begins anew when others create what it is about to create. */
const ATTEMPTS = 5

// Two imports that create the same slug: the later one is run again and finds it there.
const transaction = { retries: 5, retryOn: [sqlState.uniqueViolation, sqlState.serializationFailure, sqlState.deadlock] }

/** Imports products, all or none. */
export async function importProducts(context: Context, input: unknown): Promise<Result<Imported, readonly ProductFault[]>> {
  const parsed = parseInput(importShape, input)
  if (!parsed.ok) return parsed
  const { items } = parsed.value
  const repeats = findRepeats(items)
  if (repeats.length > 0) return fail(repeats)
  const run = async ({ client, audit, announce }: Change): Promise<Result<Imported, readonly ProductFault[]>> => {
    const slugs = items.map(({ slug }) => slug)
    await lockSlugs(client, slugs)
    const before = await snapshots(client, slugs)
    const ready = await prepare(client, items)
    if (!ready.ok) return ready
    const newIds = await mergeItems(client, ready.value)
    const after = await snapshots(client, slugs)
    if (slugs.some((slug) => !before.has(slug) && after.get(slug)?.product.id !== newIds.get(slug))) throw new Overtaken('Another import was faster')
    const crowded = tooManyVariants(items, after)
    if (crowded.length > 0) return fail(crowded)
    await audit(...entries(before, after))
    await announce(await announceImport(client, before, after))
    return ok(sumUp(slugs, before, after))
  }
  const attempt = () => change<Imported, ProductErrorCode>(context, run, { constraints: variantConstraints, transaction })
  return unlessOvertaken(attempt, ATTEMPTS)
}

/** Somebody created a product of the import after the import had looked for it, and before it wrote: what was there before is not known. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

async function unlessOvertaken<Answer>(attempt: () => Promise<Answer>, attempts: number): Promise<Answer> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof Overtaken) || attempts <= 1) throw error
    return unlessOvertaken(attempt, attempts - 1)
  }
}

/** Everything an item refers to is looked up at once; every fault of every item is told. */
async function prepare(client: Change['client'], items: readonly ImportItem[]): Promise<Result<readonly ReadyItem[], readonly ProductFault[]>> {
  const definitions = await readDefinitions(client)
  const categorySlugs = items.map(({ categorySlug }) => categorySlug)
  const categories = new Map((await categoriesBySlug(client, categorySlugs)).map(({ slug, id }) => [slug, id]))
  const owners = await ownersOf(
    client,
    items.flatMap(({ variants }) => (variants ?? []).map(({ sku }) => sku)),
  )
  const faults: ProductFault[] = []
  const ready: ReadyItem[] = []
  for (const [index, item] of items.entries()) {
    const categoryId = categories.get(item.categorySlug)
    if (categoryId === undefined)
      faults.push(fault('CATEGORY_NOT_FOUND', `There is no category \`${item.categorySlug}\``, 'items', index, 'categorySlug'))
    const attributes = readAttributes(item.attributes ?? [], definitions)
    if (!attributes.ok) faults.push(fault('ATTRIBUTE_INVALID', attributes.error.message, 'items', index, 'attributes', attributes.error.index))
    for (const [place, { sku }] of (item.variants ?? []).entries()) {
      const owner = owners.get(sku)
      if (owner !== undefined && owner !== item.slug)
        faults.push(fault('SKU_TAKEN', `The SKU \`${sku}\` belongs to another product`, 'items', index, 'variants', place, 'sku'))
    }
    if (categoryId !== undefined && attributes.ok) ready.push({ item, categoryId, attributes: JSON.stringify(Object.fromEntries(attributes.value)) })
  }
  return faults.length > 0 ? fail(faults) : ok(ready)
}

function tooManyVariants(items: readonly ImportItem[], after: ReadonlyMap<string, Snapshot>): ProductFault[] {
  return items.flatMap(({ slug }, index) => {
    const variants = Object.keys(JSON.parse(after.get(slug)?.variants ?? '{}')).length
    return variants > VARIANT_LIMIT ? [fault('LIMIT_REACHED', `A product has at most ${VARIANT_LIMIT} variants`, 'items', index, 'variants')] : []
  })
}

function entries(before: ReadonlyMap<string, Snapshot>, after: ReadonlyMap<string, Snapshot>): AuditEntry[] {
  return [...after].flatMap(([slug, now]) => {
    const then = before.get(slug)
    if (then !== undefined && !differs(then, now)) return []
    const targetId = now.product.id
    return [
      { action: 'importProducts', targetType: 'Product', targetId, before: then === undefined ? null : snapshotView(then), after: snapshotView(now) },
    ]
  })
}

function sumUp(slugs: readonly string[], before: ReadonlyMap<string, Snapshot>, after: ReadonlyMap<string, Snapshot>): Imported {
  const products = slugs.flatMap((slug) => after.get(slug)?.product ?? [])
  const created = slugs.filter((slug) => !before.has(slug)).length
  const updated = [...before].filter(([slug, then]) => differs(then, after.get(slug) ?? then)).length
  return { products, created, updated, unchanged: slugs.length - created - updated }
}
