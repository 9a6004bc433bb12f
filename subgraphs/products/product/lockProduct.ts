import type { Queryable } from '@agora/database/transaction.ts'
import { ok, type Result } from '@agora/errors/result.ts'
import { isId } from '@agora/ids/typeId.ts'

import { refuse } from '../changes/change.ts'
import { read } from '../database/read.ts'
import type { Product } from './product.ts'
import { notFound, versionConflict, type ProductFault } from './productErrors.ts'
import { PRODUCT_COLUMNS, toProduct } from './productReads.ts'

const lock = { name: 'product_lock', text: `SELECT ${PRODUCT_COLUMNS} FROM product p WHERE p.id = $1 FOR NO KEY UPDATE` }
const touch = {
  name: 'product_touch',
  text: `UPDATE product p SET version = p.version + 1, updated_at = now() WHERE p.id = $1 RETURNING ${PRODUCT_COLUMNS}`,
}

/** Which product to hold. */
export interface ProductToLock {
  readonly id: string
  /** Null asks for no version in particular. */
  readonly expectedVersion: number | null
  /** The input field that names the product. @default 'id' */
  readonly path?: string
}

/** The product, held until the transaction ends, if it still is at this version. */
export async function lockProduct(
  client: Queryable,
  { id, expectedVersion, path = 'id' }: ProductToLock,
): Promise<Result<Product, readonly ProductFault[]>> {
  const [row] = isId('Product', id) ? await read(client, lock, [id]) : []
  if (row === undefined) return refuse(notFound('product', path))
  const product = toProduct(row)
  return expectedVersion === null || product.version === expectedVersion ? ok(product) : refuse(versionConflict(product.version))
}

/** Counts an edit of something that belongs to the product. */
export async function touchProduct(client: Queryable, id: string): Promise<Product> {
  const [row] = await read(client, touch, [id])
  if (row === undefined) throw new TypeError(`The locked product ${id} is gone`)
  return toProduct(row)
}
