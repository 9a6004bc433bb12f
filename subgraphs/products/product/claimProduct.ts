import { ok, type Result } from '@agora/errors/result.ts'
import { isId } from '@agora/ids/typeId.ts'

import type { Product as ProductRow } from '../__generated__/prisma/client.ts'
import { refuse } from '../changes/change.ts'
import type { Transaction } from '../changes/changeRows.ts'
import type { Product } from './product.ts'
import { notFound, versionConflict, type ProductFault } from './productErrors.ts'

/** Which product to claim. */
export interface ProductToClaim {
  readonly id: string
  readonly expectedVersion: number
  readonly now: Date
  /** The input field that names the product. */
  readonly path: string
}

/**
 * Counts an edit of something that belongs to the product, if it still is at this version. One statement compares, counts and locks,
 * so the transaction has the product to itself until it ends.
 */
export async function claimProduct(
  tx: Transaction,
  { id, expectedVersion, now, path }: ProductToClaim,
): Promise<Result<Product, readonly ProductFault[]>> {
  if (!isId('Product', id)) return refuse(notFound('product', path))
  const data = { version: { increment: 1 }, updatedAt: now }
  const [claimed] = await tx.product.updateManyAndReturn({ where: { id, version: expectedVersion }, data })
  if (claimed !== undefined) return ok(toProduct(claimed))
  const found = await tx.product.findUnique({ where: { id }, select: { version: true } })
  return refuse(found === null ? notFound('product', path) : versionConflict(found.version))
}

function toProduct({ attributes, publishedAt, createdAt, updatedAt, ...row }: ProductRow): Product {
  return {
    ...row,
    attributes: JSON.stringify(attributes),
    publishedAt: publishedAt?.getTime() ?? null,
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  }
}
