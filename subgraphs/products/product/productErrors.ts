import { fault, type Fault } from '../inputs/parse.ts'

/** Why an edit of a product, a variant or a picture is refused: `ProductErrorCode` of the graph. */
export type ProductErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'VERSION_CONFLICT'
  | 'SLUG_TAKEN'
  | 'SKU_TAKEN'
  | 'OPTIONS_TAKEN'
  | 'CATEGORY_NOT_FOUND'
  | 'ATTRIBUTE_INVALID'
  | 'ATTRIBUTE_KIND_FIXED'
  | 'ILLEGAL_STATUS'
  | 'NOT_SELLABLE'
  | 'MEDIA_INVALID'
  | 'LIMIT_REACHED'

/** A refusal of this family. */
export type ProductFault = Fault<ProductErrorCode>

/** What the constraints on products mean. */
export const productConstraints = {
  product_slug_key: fault('SLUG_TAKEN', 'Another product has this slug', 'slug'),
  product_category_id_fkey: fault('CATEGORY_NOT_FOUND', 'There is no such category', 'categoryId'),
} as const

/** What the constraints on variants mean. */
export const variantConstraints = {
  variant_sku_key: fault('SKU_TAKEN', 'Another variant has this SKU', 'sku'),
  variant_options: fault('OPTIONS_TAKEN', 'Another variant of the product has these options', 'options'),
} as const

/** The thing to edit is gone, or never was. */
export const notFound = (what: string, ...path: readonly string[]): ProductFault => fault('NOT_FOUND', `There is no such ${what}`, ...path)

/** Someone else edited it meanwhile. */
export const versionConflict = (actual: number): ProductFault =>
  fault('VERSION_CONFLICT', `It is at version ${actual} by now: read it again`, 'expectedVersion')
