import { hasScope, type Viewer } from '@agora/security/viewer.ts'

/** Whether customers see a product. */
export type ProductStatus = 'DRAFT' | 'PUBLISHED' | 'ARCHIVED'

/** A product as it is kept. Its fields carry the names of the graph where they are shown as they are. */
export interface Product {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly brand: string
  readonly status: ProductStatus
  readonly categoryId: string
  /** JSON text: parsed only where it is asked for. */
  readonly attributes: string
  readonly version: number
  /** Milliseconds since 1970, as all times here. */
  readonly publishedAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** A step in the life of a product. */
export type StatusStep = 'publish' | 'unpublish' | 'archive'

/** Where each step leads from each status; a step that is not named is refused. */
export const statusSteps: Readonly<Record<StatusStep, Readonly<Partial<Record<ProductStatus, ProductStatus>>>>> = {
  publish: { DRAFT: 'PUBLISHED' },
  unpublish: { PUBLISHED: 'DRAFT' },
  archive: { DRAFT: 'ARCHIVED', PUBLISHED: 'ARCHIVED' },
}

/** The most variants a product may have. */
export const VARIANT_LIMIT = 100

/** Whether the viewer sees products that are not published. */
export function seesDrafts(viewer: Viewer): boolean {
  return hasScope(viewer, 'catalog:read')
}

/** Whether the viewer sees a product of this status. */
export function visible(status: ProductStatus, viewer: Viewer): boolean {
  return status === 'PUBLISHED' || seesDrafts(viewer)
}
