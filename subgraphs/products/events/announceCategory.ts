import type { Category } from '../category/categoryReads.ts'
import { announcement, type Announcement } from './productsStore.ts'

/** Tells what a category is now; its row is held by the caller. */
export function announceCategory({ id: categoryId, slug, name, parentId, position }: Category): Announcement[] {
  return [announcement(categoryId, { type: 'category.changed', data: { categoryId, slug, name, parentId, position } })]
}

/** Tells that a category is gone. */
export const announceRemoval = (categoryId: string): Announcement[] => [announcement(categoryId, { type: 'category.removed', data: { categoryId } })]
