import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { isId, newId } from '@agora/ids/typeId.ts'
import { line, prose, version } from '@agora/subgraph-kit/inputFields.ts'

import { readAttributes, type AttributeInput } from '../attribute/attribute.ts'
import { readDefinitions } from '../attribute/definitions.ts'
import { change, refuse, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { read } from '../database/read.ts'
import { announceProducts, announceStep } from '../events/announceProducts.ts'
import { attributes, id, slug } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { auditView } from './auditView.ts'
import { lockProduct } from './lockProduct.ts'
import { statusSteps, type Product, type StatusStep } from './product.ts'
import { productConstraints, type ProductFault } from './productErrors.ts'
import { PRODUCT_COLUMNS, toProduct } from './productReads.ts'

type Edited = Promise<Result<Product, readonly ProductFault[]>>

const creation = z.object({
  slug,
  name: line(1, 200),
  description: prose(10_000).nullish(),
  brand: line(1, 100),
  categoryId: id,
  attributes: attributes.nullish(),
})

const edit = z.object({
  id,
  expectedVersion: version,
  ...creation.partial().shape,
  slug: slug.nullish(),
  name: line(1, 200).nullish(),
  brand: line(1, 100).nullish(),
  categoryId: id.nullish(),
})
const step = z.object({ id, expectedVersion: version })

const insert = {
  name: 'product_insert',
  text: `INSERT INTO product AS p (id, slug, name, description, brand, category_id, attributes) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${PRODUCT_COLUMNS}`,
}
const update = {
  name: 'product_update',
  text: `UPDATE product p SET slug = coalesce($2, p.slug), name = coalesce($3, p.name), description = coalesce($4, p.description), brand = coalesce($5, p.brand),
    category_id = coalesce($6, p.category_id), attributes = coalesce($7::jsonb, p.attributes), version = p.version + 1, updated_at = now()
    WHERE p.id = $1 RETURNING ${PRODUCT_COLUMNS}`,
}
const setStatus = {
  name: 'product_set_status',
  text: `UPDATE product p SET status = $2::product_status, version = p.version + 1, updated_at = now(),
    published_at = CASE WHEN $2 = 'PUBLISHED' THEN coalesce(p.published_at, now()) ELSE p.published_at END
    WHERE p.id = $1 RETURNING ${PRODUCT_COLUMNS}`,
}
const priced = { name: 'product_is_priced', text: 'SELECT 1 FROM price_range WHERE product_id = $1 LIMIT 1' }

/** Creates a draft. */
export async function createProduct(context: Context, input: unknown): Edited {
  const parsed = parseInput(creation, input)
  if (!parsed.ok) return parsed
  const { value } = parsed
  const run = async ({ client, audit }: Change): Edited => {
    const kept = await attributesToKeep(client, value.attributes ?? [])
    if (!kept.ok) return kept
    if (!isId('Category', value.categoryId)) return refuse(productConstraints.product_category_id_fkey)
    const product = await one(client, insert, [
      newId('Product'),
      value.slug,
      value.name,
      value.description ?? '',
      value.brand,
      value.categoryId,
      kept.value,
    ])
    await audit({ action: 'createProduct', targetType: 'Product', targetId: product.id, before: null, after: auditView(product) })
    return ok(product)
  }
  return change<Product, ProductFault['code']>(context, run, { constraints: productConstraints })
}

/** Changes what is given of a product. */
export async function updateProduct(context: Context, input: unknown): Edited {
  const parsed = parseInput(edit, input)
  if (!parsed.ok) return parsed
  const { value } = parsed
  const run = async ({ client, audit, announce }: Change): Edited => {
    const locked = await lockProduct(client, value)
    if (!locked.ok) return locked
    const kept = value.attributes == null ? ok(null) : await attributesToKeep(client, value.attributes)
    if (!kept.ok) return kept
    if (value.categoryId != null && !isId('Category', value.categoryId)) return refuse(productConstraints.product_category_id_fkey)
    const { slug: to = null, name = null, description = null, brand = null, categoryId = null } = value
    const product = await one(client, update, [value.id, to, name, description, brand, categoryId, kept.value])
    await audit({ action: 'updateProduct', targetType: 'Product', targetId: product.id, before: auditView(locked.value), after: auditView(product) })
    await announce(await announceProducts(client, 'product.changed', [product.id]))
    return ok(product)
  }
  return change<Product, ProductFault['code']>(context, run, { constraints: productConstraints })
}

/** Takes a product one step on in its life. */
export async function stepProduct(context: Context, stepName: StatusStep, input: unknown): Edited {
  const parsed = parseInput(step, input)
  if (!parsed.ok) return parsed
  const { id: productId, expectedVersion } = parsed.value
  const run = async ({ client, audit, announce }: Change): Edited => {
    const locked = await lockProduct(client, { id: productId, expectedVersion })
    if (!locked.ok) return locked
    const to = statusSteps[stepName][locked.value.status]
    if (to === undefined) return refuse(fault('ILLEGAL_STATUS', `A product that is ${locked.value.status} cannot be ${past[stepName]}`, 'id'))
    if (to === 'PUBLISHED' && (await read(client, priced, [productId])).length === 0) {
      return refuse(fault('NOT_SELLABLE', 'A product is published with at least one variant that has a price', 'id'))
    }
    const product = await one(client, setStatus, [productId, to])
    await audit({
      action: `${stepName}Product`,
      targetType: 'Product',
      targetId: productId,
      before: auditView(locked.value),
      after: auditView(product),
    })
    await announce(await announceStep(client, { step: stepName, from: locked.value.status, productId }))
    return ok(product)
  }
  return change<Product, ProductFault['code']>(context, run)
}

const past: Readonly<Record<StatusStep, string>> = { publish: 'published', unpublish: 'unpublished', archive: 'archived' }

/** The attributes as JSON text, checked against the definitions as they are in this transaction. */
async function attributesToKeep(client: Change['client'], inputs: readonly AttributeInput[]): Promise<Result<string, readonly ProductFault[]>> {
  if (inputs.length === 0) return ok('{}')
  const checked = readAttributes(inputs, await readDefinitions(client))
  if (!checked.ok) return refuse(fault('ATTRIBUTE_INVALID', checked.error.message, 'attributes', checked.error.index))
  return ok(JSON.stringify(Object.fromEntries(checked.value)))
}

async function one(client: Change['client'], statement: { name: string; text: string }, values: readonly unknown[]): Promise<Product> {
  const [row] = await read(client, statement, values)
  if (row === undefined) throw new TypeError(`${statement.name} answered no row`)
  return toProduct(row)
}
