import { z } from 'zod'

import { fail, type Result } from '@agora/errors/result.ts'
import { isId, newId } from '@agora/ids/typeId.ts'
import { line, version } from '@agora/subgraph-kit/inputFields.ts'

import { refuse } from '../changes/change.ts'
import { changeRows, type RowChange } from '../changes/changeRows.ts'
import type { Context } from '../context.ts'
import { announceRow } from '../events/announceRow.ts'
import { id } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { claimProduct } from '../product/claimProduct.ts'
import type { Product } from '../product/product.ts'
import { notFound, type ProductErrorCode, type ProductFault } from '../product/productErrors.ts'
import { MEDIA_LIMIT } from './mediaReads.ts'
import { checkPng } from './png.ts'
import { checkSvg } from './svg.ts'

type Edited = Promise<Result<Product, readonly ProductFault[]>>

/** The most bytes that a picture has. */
const MAX_MEDIA_BYTES = 200_000

const MAX_BASE64 = Math.ceil(MAX_MEDIA_BYTES / 3) * 4
const kinds = { 'image/svg+xml': 'svg', 'image/png': 'png' } as const

const addition = z.object({
  productId: id,
  expectedVersion: version,
  contentType: z.enum(['image/svg+xml', 'image/png'], 'must be `image/svg+xml` or `image/png`'),
  data: z
    .string()
    .max(MAX_BASE64, `must be at most ${MAX_MEDIA_BYTES.toLocaleString('en')} bytes decoded`)
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'must be base64 with its padding'),
  altText: line(1, 300),
})
const removal = z.object({ productId: id, expectedVersion: version, mediaId: id })

/** A picture as the audit keeps it. */
const shown = { key: true, contentType: true, altText: true } as const

/** Adds a picture that is safe to serve. */
export async function addProductMedia(context: Context, input: unknown): Edited {
  const parsed = parseInput(addition, input)
  if (!parsed.ok) return parsed
  const { productId, expectedVersion, contentType, data, altText } = parsed.value
  const bytes = Buffer.from(data, 'base64')
  const checked = checkBytes(contentType, bytes)
  if (!checked.ok) return refuse(fault('MEDIA_INVALID', checked.error, 'data'))
  const run = async ({ tx, now, audit, announce }: RowChange): Edited => {
    const product = await claimProduct(tx, { id: productId, expectedVersion, now, path: 'productId' })
    if (!product.ok) return product
    const present = await tx.media.aggregate({ where: { productId }, _count: true, _max: { position: true } })
    if (present._count >= MEDIA_LIMIT) return refuse(fault('LIMIT_REACHED', `A product has at most ${MEDIA_LIMIT} pictures`, 'productId'))
    const mediaId = newId('Media')
    const picture = { key: `${mediaId}.${kinds[contentType]}`, contentType, altText }
    await tx.media.createMany({ data: { id: mediaId, productId, ...picture, bytes, position: (present._max.position ?? 0) + 1, createdAt: now } })
    const after = { mediaId, ...picture, bytes: bytes.length }
    await audit({ action: 'addProductMedia', targetType: 'Product', targetId: productId, before: null, after })
    await announce(await announceRow(tx, productId))
    return product
  }
  return changeRows<Product, ProductErrorCode>(context, run)
}

/** Takes a picture away. */
export async function removeProductMedia(context: Context, input: unknown): Edited {
  const parsed = parseInput(removal, input)
  if (!parsed.ok) return parsed
  const { productId, expectedVersion, mediaId } = parsed.value
  const run = async ({ tx, now, audit, announce }: RowChange): Edited => {
    const product = await claimProduct(tx, { id: productId, expectedVersion, now, path: 'productId' })
    if (!product.ok) return product
    const picture = isId('Media', mediaId) ? await tx.media.findFirst({ where: { id: mediaId, productId }, select: shown }) : null
    if (picture === null) return refuse(notFound('picture', 'mediaId'))
    await tx.media.deleteMany({ where: { id: mediaId } })
    await audit({ action: 'removeProductMedia', targetType: 'Product', targetId: productId, before: { mediaId, ...picture }, after: null })
    await announce(await announceRow(tx, productId))
    return product
  }
  return changeRows<Product, ProductErrorCode>(context, run)
}

/** Whether the bytes are what the content type says, and safe to serve. */
function checkBytes(contentType: keyof typeof kinds, bytes: Buffer): Result<null, string> {
  if (bytes.length === 0 || bytes.length > MAX_MEDIA_BYTES) return fail(`A picture has 1–${MAX_MEDIA_BYTES.toLocaleString('en')} bytes`)
  if (contentType === 'image/png') return checkPng(bytes)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return text.includes('\uFFFD') ? fail('The SVG is not UTF-8') : checkSvg(text)
}
