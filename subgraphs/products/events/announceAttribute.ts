import type { AttributeDefinition } from '../attribute/attribute.ts'
import { announcement, type Announcement } from './productsStore.ts'

/** Tells what an attribute is now; its row is held by the caller. */
export const announceAttribute = (definition: AttributeDefinition): Announcement[] => [
  announcement(`attribute:${definition.key}`, { type: 'attribute.defined', data: definition }),
]
