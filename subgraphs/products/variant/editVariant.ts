import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { isId, newId } from '@agora/ids/typeId.ts'
import { version } from '@agora/subgraph-kit/inputFields.ts'

import { change, refuse, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { number, read } from '../database/read.ts'
import { announcePrices, announceProducts } from '../events/announceProducts.ts'
import { id, options, prices, sku, weightGrams } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { lockProduct, touchProduct } from '../product/lockProduct.ts'
import { VARIANT_LIMIT } from '../product/product.ts'
import { notFound, variantConstraints, versionConflict, type ProductFault } from '../product/productErrors.ts'
import { priceChanges, setPrices } from './variantPrices.ts'
import { toVariant, variantsById, VARIANT_COLUMNS, type Variant } from './variantReads.ts'

type Edited = Promise<Result<Variant, readonly ProductFault[]>>

const addition = z.object({ productId: id, sku, options: options.nullish(), weightGrams, packedWeightGrams: weightGrams, prices: prices.nullish() })
const edit = z.object({
  id,
  expectedVersion: version,
  sku: sku.nullish(),
  options: options.nullish(),
  weightGrams: weightGrams.nullish(),
  packedWeightGrams: weightGrams.nullish(),
})
const pricing = z.object({ variantId: id, expectedVersion: version, prices: prices.min(1, 'must have at least one price') })

const count = { name: 'variant_count', text: 'SELECT count(*), coalesce(max(position), 0) FROM variant WHERE product_id = $1' }
// The product before the variant, as everybody locks them: writing a price comes to lock the product, too.
const lockOwner = {
  name: 'variant_lock_owner',
  text: 'SELECT id FROM product WHERE id = (SELECT product_id FROM variant WHERE id = $1) FOR NO KEY UPDATE',
}
const insert = {
  name: 'variant_insert',
  text: 'INSERT INTO variant (id, product_id, sku, options, weight_grams, packed_weight_grams, position) VALUES ($1, $2, $3, $4, $5, $6, $7)',
}
const lock = {
  name: 'variant_lock',
  text: `SELECT ${VARIANT_COLUMNS} FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = $1 FOR NO KEY UPDATE OF v`,
}
const update = {
  name: 'variant_update',
  text: `UPDATE variant SET sku = coalesce($2, sku), options = coalesce($3::jsonb, options), weight_grams = coalesce($4, weight_grams),
    packed_weight_grams = coalesce($5, packed_weight_grams), version = version + 1, updated_at = now() WHERE id = $1`,
}

const tooLight = fault('INVALID_INPUT', '`packedWeightGrams` must be at least `weightGrams`', 'packedWeightGrams')

/** Adds a variant to a product. */
export async function addVariant(context: Context, input: unknown): Edited {
  const parsed = parseInput(addition, input)
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (value.packedWeightGrams < value.weightGrams) return refuse(tooLight)
  const run = async ({ client, audit, announce }: Change): Edited => {
    const product = await lockProduct(client, { id: value.productId, expectedVersion: null, path: 'productId' })
    if (!product.ok) return product
    const [present] = await read(client, count, [value.productId])
    const [variants, last] = present === undefined ? [0, 0] : [number(present, 0), number(present, 1)]
    if (variants >= VARIANT_LIMIT) return refuse(fault('LIMIT_REACHED', `A product has at most ${VARIANT_LIMIT} variants`, 'productId'))
    const variantId = newId('Variant')
    await read(client, insert, [
      variantId,
      value.productId,
      value.sku,
      optionsToKeep(value.options ?? []),
      value.weightGrams,
      value.packedWeightGrams,
      last + 1,
    ])
    await setPrices(client, variantId, value.prices ?? [])
    await touchProduct(client, value.productId)
    const variant = await variantNow(client, variantId)
    await audit({
      action: 'addVariant',
      targetType: 'Variant',
      targetId: variantId,
      before: null,
      after: { ...auditView(variant), prices: shown(value.prices ?? []) },
    })
    const priced = announcePrices(priceChanges(variant, {}, value.prices ?? []))
    await announce([...(await announceProducts(client, 'product.changed', [value.productId])), ...priced])
    return ok(variant)
  }
  return change<Variant, ProductFault['code']>(context, run, { constraints: variantConstraints })
}

/** Changes what is given of a variant. */
export async function updateVariant(context: Context, input: unknown): Edited {
  const parsed = parseInput(edit, input)
  if (!parsed.ok) return parsed
  const { value } = parsed
  const run = async ({ client, audit, announce }: Change): Edited => {
    await read(client, lockOwner, [value.id])
    const locked = await lockVariant(client, { ...value, path: 'id' })
    if (!locked.ok) return locked
    const before = locked.value
    if ((value.packedWeightGrams ?? before.packedWeightGrams) < (value.weightGrams ?? before.weightGrams)) return refuse(tooLight)
    const { sku: to = null, weightGrams: weight = null, packedWeightGrams: packed = null } = value
    await read(client, update, [value.id, to, value.options == null ? null : optionsToKeep(value.options), weight, packed])
    const variant = await variantNow(client, value.id)
    await audit({ action: 'updateVariant', targetType: 'Variant', targetId: value.id, before: auditView(before), after: auditView(variant) })
    await announce(await announceProducts(client, 'product.changed', [variant.productId]))
    return ok(variant)
  }
  return change<Variant, ProductFault['code']>(context, run, { constraints: variantConstraints })
}

/** Sets the given prices of a variant. */
export async function setVariantPrices(context: Context, input: unknown): Edited {
  const parsed = parseInput(pricing, input)
  if (!parsed.ok) return parsed
  const { variantId, expectedVersion, prices: given } = parsed.value
  const run = async ({ client, audit, announce }: Change): Edited => {
    await read(client, lockOwner, [variantId])
    const locked = await lockVariant(client, { id: variantId, expectedVersion, path: 'variantId' })
    if (!locked.ok) return locked
    const before = await setPrices(client, variantId, given)
    await read(client, update, [variantId, null, null, null, null])
    await audit({ action: 'setVariantPrices', targetType: 'Variant', targetId: variantId, before, after: shown(given) })
    await announce(announcePrices(priceChanges(locked.value, before, given)))
    return ok(await variantNow(client, variantId))
  }
  return change<Variant, ProductFault['code']>(context, run)
}

interface VariantToLock {
  readonly id: string
  readonly expectedVersion: number
  /** The input field that names the variant. */
  readonly path: string
}

async function lockVariant(
  client: Change['client'],
  { id: variantId, expectedVersion, path }: VariantToLock,
): Promise<Result<Variant, readonly ProductFault[]>> {
  const [row] = isId('Variant', variantId) ? await read(client, lock, [variantId]) : []
  if (row === undefined) return refuse(notFound('variant', path))
  const variant = toVariant(row)
  return variant.version === expectedVersion ? ok(variant) : refuse(versionConflict(variant.version))
}

async function variantNow(client: Change['client'], variantId: string): Promise<Variant> {
  const [variant] = await variantsById(client, [variantId])
  if (variant === undefined) throw new TypeError(`The variant ${variantId} is gone within its own transaction`)
  return variant
}

/** Options as JSON text. Their keys are checked, so none is a name that objects inherit. */
export function optionsToKeep(given: readonly { readonly key: string; readonly value: string }[]): string {
  return JSON.stringify(Object.fromEntries(given.map(({ key, value }) => [key, value])))
}

/** Prices as the audit keeps them. */
const shown = (
  given: readonly { readonly currencyCode: string; readonly amountMinor?: bigint | null | undefined }[],
): Record<string, string | null> => Object.fromEntries(given.map(({ currencyCode, amountMinor }) => [currencyCode, amountMinor?.toString() ?? null]))

const auditView = ({ options: kept, status: _status, ...rest }: Variant): object => ({ ...rest, options: JSON.parse(kept) as unknown })
