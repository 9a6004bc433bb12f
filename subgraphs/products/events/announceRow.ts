import type { Prisma } from '../__generated__/prisma/client.ts'
import type { Transaction } from '../changes/changeRows.ts'
import { announcement, type Announcement } from './productsStore.ts'

const select = {
  slug: true,
  name: true,
  brand: true,
  categoryId: true,
  variants: { select: { id: true }, orderBy: [{ position: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.ProductSelect

/** Tells within a transaction of Prisma that a product changed, if customers see it. */
export async function announceRow(tx: Transaction, productId: string): Promise<Announcement[]> {
  const shown = await tx.product.findFirst({ where: { id: productId, status: 'PUBLISHED' }, select })
  if (shown === null) return []
  const { variants, ...about } = shown
  return [announcement(productId, { type: 'product.changed', data: { productId, ...about, variantIds: variants.map(({ id }) => id) } })]
}
